package org.jobqueue.testkit.proc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jobqueue.api.JobError;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.core.output.OutputCheck;
import org.jobqueue.core.process.CommandMarker;
import org.jobqueue.core.process.MarkedProcesses;
import org.jobqueue.core.process.ProcessSet;
import org.jobqueue.core.work.ThrownError;
import org.jspecify.annotations.Nullable;

/** An attempt at work, in a thread of its own. Thread-safe. */
public final class StartedProc {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ProcHarness harness;
  private final ProcJob job;
  private final HarnessContext context;
  private final Thread thread;
  private final CountDownLatch sign = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Throwable thrown;

  private StartedProc(
      ProcHarness harness, ProcJob job, int attempt, Predicate<String> stopCondition) {
    this.harness = harness;
    this.job = job;
    CommandMarker marker =
        new CommandMarker("harness-" + UUID.randomUUID(), "-", "1.n" + attempt, 0);
    this.context =
        new HarnessContext(harness, job, attempt, marker, line -> signOfLife(line, stopCondition));
    this.thread = new Thread(this::attempt, "job-1");
    thread.setDaemon(true);
    thread.setContextClassLoader(harness.type().classLoader());
  }

  static StartedProc start(
      ProcHarness harness, ProcJob job, int attempt, Predicate<String> stopCondition) {
    StartedProc started = new StartedProc(harness, job, attempt, stopCondition);
    try {
      Files.createDirectory(started.context.attemptDirectory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    started.thread.start();
    return started;
  }

  private void signOfLife(String line, Predicate<String> stopCondition) {
    sign.countDown();
    if (stopCondition.test(line)) {
      stop();
    }
  }

  /** Stops it as a worker does: says so in its context and interrupts its thread. */
  public void stop() {
    context.cancel();
    thread.interrupt();
  }

  /**
   * Waits until it has reported a status line, has started a command, or has ended.
   *
   * @return whether that was so in time
   */
  public boolean awaitSign(Duration longest) throws InterruptedException {
    return sign.await(longest.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Waits for its end. What its commands have left behind is counted, and ended.
   *
   * @throws AssertionError if it does not end in time, with what it does instead; it has been
   *     stopped then
   */
  public ProcRun await(Duration longest) throws InterruptedException {
    if (!ended.await(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      String stack =
          Arrays.stream(thread.getStackTrace())
              .map(frame -> "\n  at " + frame)
              .collect(Collectors.joining());
      stop();
      throw new AssertionError(
          "the attempt does not end within " + longest.toMillis() + " ms; it is" + stack);
    }
    int processes = endProcesses();
    List<String> wrong = wrongFiles();
    Optional<JobError> error = error(wrong).map(context.blame::judged);
    ProcRun.Outcome outcome =
        thrown != null && context.cancelled()
            ? ProcRun.Outcome.STOPPED
            : error.isPresent() ? ProcRun.Outcome.FAILED : ProcRun.Outcome.SUCCEEDED;
    return new ProcRun(
        outcome,
        outcome == ProcRun.Outcome.FAILED ? error : Optional.empty(),
        context.stdoutBytes.toString(UTF_8),
        context.stderrBytes.toString(UTF_8),
        context.progress,
        context.statusLines,
        context.commands,
        context.attemptDirectory(),
        filesOf(context.attemptDirectory()),
        wrong,
        processes);
  }

  private List<String> wrongFiles() {
    return new OutputCheck(context.attemptDirectory(), context::localPath)
        .problems(job.expectedFiles(), harness.frames())
        .toList();
  }

  private Optional<JobError> error(List<String> wrongFiles) {
    return Optional.ofNullable(thrown)
        .map(ThrownError::of)
        .or(() -> Optional.ofNullable(context.error.get()))
        .or(
            () ->
                wrongFiles.isEmpty()
                    ? Optional.empty()
                    : Optional.of(JobError.of(String.join("; ", wrongFiles))));
  }

  // Whatever a procedure throws, errors included, is the failure of its attempt.
  @SuppressWarnings("CatchThrowable")
  private void attempt() {
    try {
      if (harness.options().skipExisting() && wrongFiles().isEmpty()) {
        context.setStatusLine("all expected files were there; nothing was run");
        return;
      }
      JobProc procedure = harness.type().create(job.parameters(), harness::here);
      context.blame.add(procedure.errorRules());
      procedure.runIn(context);
    } catch (Throwable e) {
      thrown = e;
    } finally {
      context.finish();
      sign.countDown();
      ended.countDown();
    }
  }

  private int endProcesses() {
    MarkedProcesses marked = new MarkedProcesses();
    int before = marked.find(context.marker::isOfSameAttempt).size();
    int unused = new ProcessSet(() -> marked.find(context.marker::isOfSameAttempt)).end(GRACE);
    return before;
  }

  /** The regular files below a directory. */
  static List<String> filesOf(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString().replace(File.separatorChar, '/'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
