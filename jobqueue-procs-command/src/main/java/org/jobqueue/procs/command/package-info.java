/**
 * Job procedures that run commands: {@code command}, {@code script} and {@code dumpenv}; and {@code
 * group}, which runs none.
 *
 * <p>Found by {@link java.util.ServiceLoader} as {@link
 * org.jobqueue.procs.command.CommandProcsPlugin}, or installed as {@link
 * org.jobqueue.procs.command.CommandProcsModule}.
 */
@NullMarked
package org.jobqueue.procs.command;

import org.jspecify.annotations.NullMarked;
