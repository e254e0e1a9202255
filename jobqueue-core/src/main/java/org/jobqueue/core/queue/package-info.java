/** The API over the protocol: queues, handles, what is read for people. */
@NullMarked
package org.jobqueue.core.queue;

import org.jspecify.annotations.NullMarked;
