/**
 * Hierarchies of jobs while they are built: in memory, without a queue. Ends in a {@link
 * org.jobqueue.core.graph.SubmissionPlan}, which says where every job of the hierarchy goes.
 */
@NullMarked
package org.jobqueue.core.graph;

import org.jspecify.annotations.NullMarked;
