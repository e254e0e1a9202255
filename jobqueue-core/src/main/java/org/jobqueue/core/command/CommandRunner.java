package org.jobqueue.core.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.CommandFailedException;
import org.jobqueue.api.proc.CommandResult;
import org.jobqueue.core.process.CommandMarker;
import org.jobqueue.core.process.MarkedProcesses;
import org.jobqueue.core.process.ProcessSet;

/**
 * Runs commands as child processes and carries their output to files and callbacks as it comes.
 * Whatever a command writes, memory stays bounded.
 *
 * <p>Thread-safe: one runner runs any number of commands at the same time.
 */
public final class CommandRunner {
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);
  private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(2);
  private static final long MILLIS_BETWEEN_LOOKS = 50;

  private final Duration grace;
  private final Duration drain;

  /** A runner with a grace period of 5 s and a drain time of 2 s. */
  public CommandRunner() {
    this(DEFAULT_GRACE, DEFAULT_DRAIN);
  }

  /**
   * A runner with its own times.
   *
   * @param grace how long a command that is to be stopped may take to end by itself
   * @param drain how long to wait for more output after a command has ended, if processes it left
   *     behind hold its output open
   */
  public CommandRunner(Duration grace, Duration drain) {
    this.grace = grace;
    this.drain = drain;
  }

  /**
   * Runs a command and waits for it. Its standard input is empty, its environment that of this
   * process with {@link Command#environment()} added.
   *
   * <p>Each byte of output goes to its file unchanged and in order, and each piece that was read is
   * flushed before the callbacks see its lines. Lines are decoded as UTF-8, with replacement
   * characters for what is not; LF, CR LF and a CR alone end a line, and a line longer than 64 KiB
   * arrives in pieces. The two callbacks never run at the same time, and neither runs after this
   * method has ended. Processes that the command left in the background stay, and their output is
   * lost.
   *
   * <p>On Linux the command leads a session and a process group of its own if there is a program
   * {@code setsid}.
   *
   * <p>When the calling thread is interrupted, the command and all its descendants get a TERM
   * signal, and after the grace period KILL; this method ends when they are gone. The same happens
   * when a callback throws. If the environment of the command has a {@link CommandMarker}, that
   * includes, on Linux, what has that marker but a parent no longer.
   *
   * @param defaultDirectory where the command runs if it names no working directory
   * @return how it ended, whatever its exit code is
   * @throws CommandFailedException if it cannot be started
   * @throws InterruptedException if the calling thread was interrupted
   * @throws java.io.UncheckedIOException if one of the files cannot be written; the command has
   *     been killed
   * @throws RuntimeException what a callback threw
   */
  public CommandResult run(
      Command command, Path defaultDirectory, CommandOutput stdout, CommandOutput stderr)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw interrupted(command);
    }
    LastLines lastErrorLines = new LastLines(CommandResult.ERROR_LINES);
    CommandOutput keptStderr =
        new CommandOutput(stderr.file(), stderr.line().andThen(lastErrorLines::add));
    CallbackGate gate = new CallbackGate();
    CommandStart start = new CommandStart(command, defaultDirectory);
    Process process = start.start();
    List<StreamPump> pumps =
        List.of(
            new StreamPump(process.getInputStream(), stdout, gate),
            new StreamPump(process.getErrorStream(), keptStderr, gate));
    carryOutput(command, process, pumps, gate);
    gate.rethrow();
    if (Thread.interrupted()) {
      throw interrupted(command);
    }
    start.requireStarted(process.exitValue(), lastErrorLines.toList());
    return new CommandResult(command, process.exitValue(), lastErrorLines.toList());
  }

  /** Leaves no process, no callback and no write behind, however it ends. */
  private void carryOutput(
      Command command, Process process, List<StreamPump> pumps, CallbackGate gate)
      throws InterruptedException {
    boolean ended = false;
    try {
      pumps.get(0).start("stdout of process " + process.pid());
      pumps.get(1).start("stderr of process " + process.pid());
      closeInput(process);
      while (!ended && !gate.hasFailed()) {
        ended = process.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
      }
    } finally {
      if (!ended) {
        processes(command, process).end(grace);
      }
      long deadline = System.nanoTime() + drain.toNanos();
      pumps.forEach(pump -> pump.finish(deadline));
      pumps.forEach(StreamPump::close);
    }
  }

  /** The command, what it started, and what bears its marker although it has left the family. */
  private static ProcessSet processes(Command command, Process process) {
    Optional<CommandMarker> marker =
        Optional.ofNullable(command.environment().get(CommandMarker.VARIABLE))
            .flatMap(CommandMarker::parse);
    MarkedProcesses marked = new MarkedProcesses();
    return new ProcessSet(
        () -> {
          Set<ProcessHandle> found = new LinkedHashSet<>(Set.of(process.toHandle()));
          marker.ifPresent(own -> found.addAll(marked.find(own::equals)));
          return found;
        });
  }

  private static void closeInput(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // Nothing was written, so nothing is lost; the pipe is closed in any case.
    }
  }

  private static InterruptedException interrupted(Command command) {
    return new InterruptedException("interrupted while running '" + command.program() + "'");
  }
}
