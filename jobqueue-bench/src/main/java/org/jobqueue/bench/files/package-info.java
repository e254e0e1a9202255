/** Counts what the queue asks of the file system. */
@NullMarked
package org.jobqueue.bench.files;

import org.jspecify.annotations.NullMarked;
