package org.jobqueue.api.proc;

import java.io.IOException;
import java.util.Optional;
import org.jobqueue.api.JobQueueException;

/** A command ended with an exit code other than 0, or could not be started. */
public class CommandFailedException extends JobQueueException {
  private static final long serialVersionUID = 1L;

  private final String program;
  private final int exitCode;

  /** The exit code of a command that could not be started, as a shell has it. */
  public static final int NOT_STARTED = 127;

  /** A command that ended with an exit code other than 0. */
  public CommandFailedException(CommandResult result) {
    super(message(result));
    this.program = result.command().program();
    this.exitCode = result.exitCode();
  }

  /** A command that could not be started. */
  public CommandFailedException(Command command, IOException cause) {
    super("cannot start '" + command.program() + "': " + cause.getMessage(), cause);
    this.program = command.program();
    this.exitCode = NOT_STARTED;
  }

  /** The program. */
  public String program() {
    return program;
  }

  /** The exit code; empty if the command could not be started. */
  public Optional<Integer> exitCode() {
    return getCause() == null ? Optional.of(exitCode) : Optional.empty();
  }

  private static String message(CommandResult result) {
    String head = "'" + result.command().program() + "' ended with exit code " + result.exitCode();
    return result.lastErrorLines().isEmpty()
        ? head
        : head + "; its last lines on stderr:\n" + String.join("\n", result.lastErrorLines());
  }
}
