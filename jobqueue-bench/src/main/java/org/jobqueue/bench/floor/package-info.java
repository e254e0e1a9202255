/** The least that a directory per job costs: bare loops on the file system, without the queue. */
@NullMarked
package org.jobqueue.bench.floor;

import org.jspecify.annotations.NullMarked;
