package org.jobqueue.testkit.proc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.core.format.QueueLayout;

/** A job of a harness. Each run is an attempt with a directory of its own. Thread-safe. */
public final class ProcJob {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final ProcHarness harness;
  private final Path directory;
  private final Map<String, Object> parameters;
  private final String label;
  private final List<ExpectedFile> expectedFiles;
  private final AtomicInteger attempts;

  private ProcJob(
      ProcHarness harness, Path directory, Map<String, Object> parameters, JobProc created) {
    this.harness = harness;
    this.attempts = new AtomicInteger(harness.attempt());
    this.directory = directory;
    this.parameters = parameters;
    this.label = created.label();
    List<ExpectedFile> expected = new ArrayList<>(harness.options().outputs());
    expected.addAll(created.expectedFiles(harness.frames()));
    this.expectedFiles = List.copyOf(expected);
    if (expectedFiles.isEmpty() && harness.options().skipExisting()) {
      throw new InvalidHierarchyException(
          "job '" + label + "' is to skip what exists, but says of no file that it expects it");
    }
  }

  static ProcJob submit(ProcHarness harness, Path top, Map<String, ?> given) throws Exception {
    Map<String, Object> parameters = harness.type().normalise(given, Map.of());
    JobProc created = harness.type().create(parameters, harness::here);
    Path directory = Files.createDirectories(top).resolve("job1");
    ProcJob job = new ProcJob(harness, Files.createDirectory(directory), parameters, created);
    created.postCreate(Files.createDirectory(job.files()));
    return job;
  }

  /** What people see of the job. */
  public String label() {
    return label;
  }

  /** The parameters as the queue keeps them, with what was not given and has a default. */
  public Map<String, Object> parameters() {
    return parameters;
  }

  /** The directory of the job, with those of its attempts. */
  public Path directory() {
    return directory;
  }

  /** The directory for files of the job, with what {@code postCreate} left in it. */
  public Path files() {
    return directory.resolve(QueueLayout.FILES);
  }

  /** The files that the job has to leave: those of its options, then those of the procedure. */
  public List<ExpectedFile> expectedFiles() {
    return expectedFiles;
  }

  /**
   * Runs the next attempt and waits for its end.
   *
   * @throws AssertionError if it does not end within a minute; it has been stopped then
   */
  public ProcRun run() throws InterruptedException {
    return start().await(LONGEST);
  }

  /**
   * Runs the next attempt and stops it as soon as it reports a status line, starts a program or has
   * a line from one of them to which the condition applies: its thread is interrupted.
   *
   * @throws AssertionError if it does not end within a minute
   */
  public ProcRun runUntil(Predicate<String> condition) throws InterruptedException {
    return start(condition).await(LONGEST);
  }

  /** Starts the next attempt. */
  public StartedProc start() {
    return start(sign -> false);
  }

  /** Starts the next attempt; stopped at each sign to which the condition applies. */
  StartedProc start(Predicate<String> condition) {
    return StartedProc.start(harness, this, attempts.getAndIncrement(), condition);
  }

  Path attemptDirectory(int attempt) {
    return directory.resolve("attempt-" + attempt);
  }
}
