/** Figures of a queue for Micrometer. */
@NullMarked
package org.jobqueue.metrics;

import org.jspecify.annotations.NullMarked;
