/** How an implementation of the queue is found by {@link org.jobqueue.api.JobQueues}. */
@NullMarked
package org.jobqueue.api.spi;

import org.jspecify.annotations.NullMarked;
