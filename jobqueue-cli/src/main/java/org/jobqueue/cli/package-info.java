/**
 * The {@code jobqueue} command.
 *
 * <p>{@link org.jobqueue.cli.Main} wires the queue and its plugins with Guice and hands over to
 * picocli. Each command is one class. What a command knows of the outside world (terminal,
 * environment, clock, signals, other processes) comes through {@code Surroundings}, so that tests
 * run whole commands within one process.
 */
@NullMarked
package org.jobqueue.cli;

import org.jspecify.annotations.NullMarked;
