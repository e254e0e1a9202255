package org.jobqueue.testkit.proc;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.JobError;
import org.jobqueue.api.proc.CommandResult;

/**
 * What an attempt has done.
 *
 * @param outcome how it ended
 * @param error why it failed, with the class of the error, the exit code of the command and the
 *     trace; empty unless it failed
 * @param stdout what it and its commands wrote to standard output
 * @param stderr what it and its commands wrote to standard error
 * @param progress what it reported, in percent, in order
 * @param statusLines what it reported, in order
 * @param commands those that ended by themselves, in the order in which they ended
 * @param attemptDirectory where it ran
 * @param files what it left there: paths relative to it, with {@code /}, sorted
 * @param wrongFiles what is wrong with the files that the job has to leave, a sentence for each;
 *     looked for however it ended
 * @param processes how many processes its commands have left behind; found on Linux only
 */
public record ProcRun(
    Outcome outcome,
    Optional<JobError> error,
    String stdout,
    String stderr,
    List<Integer> progress,
    List<String> statusLines,
    List<CommandResult> commands,
    Path attemptDirectory,
    List<String> files,
    List<String> wrongFiles,
    int processes) {

  /** How an attempt ended. */
  public enum Outcome {
    /** It would count as done. */
    SUCCEEDED,
    /** It would count as failed; {@link ProcRun#error} says why. */
    FAILED,
    /** It was stopped from outside and ended. */
    STOPPED
  }

  /** Copies the lists. */
  public ProcRun {
    progress = List.copyOf(progress);
    statusLines = List.copyOf(statusLines);
    commands = List.copyOf(commands);
    files = List.copyOf(files);
    wrongFiles = List.copyOf(wrongFiles);
  }

  /** Standard output, line by line. */
  public List<String> stdoutLines() {
    return stdout.lines().toList();
  }

  /** Standard error, line by line. */
  public List<String> stderrLines() {
    return stderr.lines().toList();
  }

  /**
   * Does nothing if the attempt succeeded.
   *
   * @return this
   * @throws AssertionError with all that is known otherwise
   */
  public ProcRun requireSuccess() {
    if (outcome != Outcome.SUCCEEDED) {
      throw new AssertionError(
          "the attempt has "
              + outcome
              + error
                  .map(e -> ": " + e.message() + e.traceback().map(t -> "\n" + t).orElse(""))
                  .orElse("")
              + "\nstdout: "
              + stdout
              + "\nstderr: "
              + stderr);
    }
    return this;
  }
}
