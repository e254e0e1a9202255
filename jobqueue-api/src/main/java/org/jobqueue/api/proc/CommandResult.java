package org.jobqueue.api.proc;

import java.util.List;

/**
 * How a command ended.
 *
 * @param command what was run
 * @param exitCode its exit code; 128 + n if signal n killed it
 * @param lastErrorLines the last lines it wrote to standard error, at most {@link #ERROR_LINES}
 */
public record CommandResult(Command command, int exitCode, List<String> lastErrorLines) {
  /** How many lines of standard error are kept. */
  public static final int ERROR_LINES = 10;

  /** Copies the list. */
  public CommandResult {
    lastErrorLines = List.copyOf(lastErrorLines);
  }

  /**
   * Does nothing if the exit code is 0.
   *
   * @throws CommandFailedException if it is another one
   */
  public void requireSuccess() {
    if (exitCode != 0) {
      throw new CommandFailedException(this);
    }
  }
}
