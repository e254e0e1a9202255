/** Queues to measure: with a procedure that does nothing, and files that are counted. */
@NullMarked
package org.jobqueue.bench.queue;

import org.jspecify.annotations.NullMarked;
