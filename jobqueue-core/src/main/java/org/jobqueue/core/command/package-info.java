/**
 * Runs the commands of job procedures as child processes.
 *
 * <p>{@link org.jobqueue.core.command.CommandRunner} is all that others see of it.
 */
@NullMarked
package org.jobqueue.core.command;

import org.jspecify.annotations.NullMarked;
