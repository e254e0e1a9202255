/**
 * The port through which the queue touches its directory, and the real file system behind it.
 *
 * <p>No other package uses {@code java.nio.file.Files} for the state of a queue, so that a
 * simulated file system can stand behind the whole protocol.
 */
@NullMarked
package org.jobqueue.core.fs;

import org.jspecify.annotations.NullMarked;
