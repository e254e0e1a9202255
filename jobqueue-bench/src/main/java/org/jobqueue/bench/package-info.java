/** Measures the queue beside the least that a directory per job costs on the same disk. */
@NullMarked
package org.jobqueue.bench;

import org.jspecify.annotations.NullMarked;
