/**
 * Running jobs: attempts with their logs and status, the threads of a worker, heartbeats. What the
 * protocol packages do step by step happens here in time.
 */
@NullMarked
package org.jobqueue.core.work;

import org.jspecify.annotations.NullMarked;
