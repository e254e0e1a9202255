package org.jobqueue.core.process;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.core.format.ProcessIdentity;

/**
 * Says whose command a process is: the value of the environment variable {@link #VARIABLE}, which
 * every command gets and its children inherit, whatever group or session they move to and whoever
 * becomes their parent.
 *
 * @param worker the token of the worker, which no other worker ever has
 * @param process the process of the worker: namespace of process ids, process id and start, or
 *     {@code -} where not all of that is known
 * @param attempt which job and which attempt, such as {@code 12-0-1.n2}
 * @param command which of the commands of the attempt
 */
public record CommandMarker(String worker, String process, String attempt, long command) {
  /** The name of the environment variable. */
  public static final String VARIABLE = "JOBQUEUE_ATTEMPT";

  private static final String UNKNOWN = "-";
  private static final Pattern FORM =
      Pattern.compile("([\\w-]{1,80})/([\\w.-]{1,80})/([\\w.-]{1,400})/(\\d{1,18})");
  private static final Pattern PROCESS = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})\\.(\\w{1,30})");
  private static final Pattern NAMESPACE = Pattern.compile("pid:\\[(\\d{1,18})]");

  /** The marker of a command that the process {@code self} starts for a worker of its own. */
  public static CommandMarker of(
      ProcessIdentity self, String worker, String attempt, long command) {
    Matcher namespace = NAMESPACE.matcher(String.valueOf(self.pidNamespace()));
    String process =
        namespace.matches() && self.startTicks() != null
            ? namespace.group(1) + "." + self.pid() + "." + self.startTicks()
            : UNKNOWN;
    return new CommandMarker(worker, process, attempt, command);
  }

  /** Reads the value of the variable; empty if it is something else. */
  public static Optional<CommandMarker> parse(String value) {
    Matcher matcher = FORM.matcher(value);
    return matcher.matches()
        ? Optional.of(
            new CommandMarker(
                matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                Long.parseLong(matcher.group(4))))
        : Optional.empty();
  }

  /** Whether two commands belong to the same attempt of the same worker. */
  public boolean isOfSameAttempt(CommandMarker other) {
    return worker.equals(other.worker)
        && process.equals(other.process)
        && attempt.equals(other.attempt);
  }

  /**
   * The process of the worker, as one of the machine and boot of {@code self}: a marker is read
   * from a process that runs here and now. Empty if it is not known.
   */
  public Optional<ProcessIdentity> workerProcess(ProcessIdentity self) {
    Matcher matcher = PROCESS.matcher(process);
    return matcher.matches()
        ? Optional.of(
            new ProcessIdentity(
                self.host(),
                self.bootId(),
                "pid:[" + matcher.group(1) + "]",
                Long.parseLong(matcher.group(2)),
                matcher.group(3)))
        : Optional.empty();
  }

  /** The value of the variable. */
  @Override
  public String toString() {
    return worker + "/" + process + "/" + attempt + "/" + command;
  }
}
