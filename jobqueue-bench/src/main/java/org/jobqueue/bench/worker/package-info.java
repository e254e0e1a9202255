/** Worker processes that drain queues when they are told to. */
@NullMarked
package org.jobqueue.bench.worker;

import org.jspecify.annotations.NullMarked;
