package org.jobqueue.core.command;

import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Where one output stream of a command goes: its bytes, unchanged, to {@code file}, and its lines
 * to {@code line}.
 *
 * @param file is written and flushed by a thread of the runner, and left open
 * @param line is called for each line without its end, by a thread of the runner
 */
public record CommandOutput(OutputStream file, Consumer<String> line) {}
