package org.jobqueue.testkit.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.plugin.ProcRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * What every job type has to keep, as tests: extend this class for each type and say which it is.
 * When the procedure does not succeed at all, {@code succeeds} fails and tests that need a success
 * to begin with are skipped.
 *
 * <pre>{@code
 * class HelloTest extends JobProcContract {
 *   protected JobProcPlugin plugin() { return new HelloPlugin(); }
 *   protected String type() { return "hello"; }
 *   protected Map<String, ?> parameters(Path directory) { return Map.of("name", "World"); }
 * }
 * }</pre>
 */
@ResourceLock(Resources.SYSTEM_OUT)
public abstract class JobProcContract {
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

  /** Enough to stop the usual procedure at its status line, its command and the first output. */
  private static final int STOPPED_ATTEMPTS = 3;

  /** A directory for each test. */
  @TempDir protected Path directory;

  /** For subclasses, one for each type. */
  protected JobProcContract() {}

  /** A new object of the plugin. */
  protected abstract JobProcPlugin plugin();

  /** The name of the type. */
  protected abstract String type();

  /**
   * Parameters of a job that succeeds within seconds.
   *
   * @param work a directory, the same for all calls in one test, for files of the job that are not
   *     in its attempt directory
   */
  protected abstract Map<String, ?> parameters(Path work);

  /**
   * Sets of parameters that the procedure has to refuse. The framework itself refuses unknown and
   * missing ones and those of a wrong type.
   */
  protected List<Map<String, ?>> invalidParameters(Path work) {
    return List.of();
  }

  /**
   * Parameters of a job that runs until it is stopped, or for long; by default those of one that
   * succeeds. It is stopped when it has reported a status line or has started a command.
   */
  protected Map<String, ?> longParameters(Path work) {
    return parameters(work);
  }

  /** What runs the commands; by default the system. */
  protected Commands commands() {
    return Commands.real();
  }

  /** What runs the commands of {@link #longParameters}; by default the same. */
  protected Commands longCommands() {
    return commands();
  }

  /** How long an attempt may take to end when it is stopped: 15 s in a worker. */
  protected Duration longestStop() {
    return Duration.ofSeconds(10);
  }

  @Test
  void theTypeAndEachParameterAreDocumented() {
    JobTypeInfo info = harness().type().info();
    assertThat(info.description()).as("description of the type").isNotBlank();
    assertThat(info.parameters())
        .allSatisfy(
            parameter ->
                assertThat(parameter.description())
                    .as("documentation of the parameter " + parameter.name())
                    .isNotBlank());
  }

  @Test
  void theServiceLoaderFindsThePlugin() {
    ProcRegistry found =
        ProcRegistry.builder().classPath(plugin().getClass().getClassLoader()).build();
    assertThat(found.types())
        .as("types named in META-INF/services on the class path; problems: " + found.problems())
        .anyMatch(info -> info.name().equals(type()) && info.plugin().equals(plugin().name()));
  }

  @Test
  void theLabelIsOneLine() throws Exception {
    String label = submit("a").label();
    assertThat(label).isNotBlank();
    assertThat(label.chars().noneMatch(Character::isISOControl))
        .as("'" + label + "' has no control characters")
        .isTrue();
  }

  @Test
  void invalidParametersAreRefused() {
    invalidParameters(work()).forEach(this::assertRefused);
  }

  @Test
  void succeeds() throws Exception {
    submit("a").run().requireSuccess();
  }

  @Test
  void succeedsInAnotherDirectory() throws Exception {
    List<String> first = assumeSuccess("a").files();
    assertThat(submit("another directory ä").run().requireSuccess().files()).isEqualTo(first);
  }

  @Test
  void twoInstancesDoNotDisturbEachOther() throws Exception {
    List<String> alone = assumeSuccess("a").files();
    CountDownLatch bothAtWork = new CountDownLatch(1);
    StartedProc one = submit("b").start(sign -> hold(bothAtWork));
    StartedProc other = submit("c").start(sign -> hold(bothAtWork));
    // Each waits at its first sign, so that neither ends before both have begun.
    boolean unused = one.awaitSign(LONGEST_SILENCE) && other.awaitSign(LONGEST_SILENCE);
    bothAtWork.countDown();
    assertThat(one.await(Duration.ofMinutes(1)).requireSuccess().files()).isEqualTo(alone);
    assertThat(other.await(Duration.ofMinutes(1)).requireSuccess().files()).isEqualTo(alone);
  }

  @Test
  void anInterruptEndsItAndItsProcesses() throws Exception {
    ProcRun run = stopped(submitLong("a"));
    assertThat(run.processes()).as("processes that it left").isZero();
  }

  @Test
  void runsAgainAfterAnAttemptThatWasStopped() throws Exception {
    assumeSuccess("a");
    ProcJob job = submit("b");
    for (int number = 1; number <= STOPPED_ATTEMPTS; number++) {
      ProcRun unused = job.runUntil(signOf(number));
    }
    job.run().requireSuccess();
  }

  @Test
  void leavesNoThread() throws Exception {
    Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
    assumeSuccess("a");
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread) && isOfProcedure(thread)) {
        thread.join(2000); // one that is about to end
        assertThat(thread.isAlive()).as("thread '" + thread.getName() + "' goes on").isFalse();
      }
    }
  }

  @Test
  void postCreateWritesOnlyWhatItMay() throws Exception {
    ProcJob job = submit("a");
    Path top = directory.resolve("a");
    assertThat(names(top)).as("files beside the directory of the job").containsExactly("job1");
    assertThat(names(job.directory()))
        .as("what lies beside the files of the job")
        .containsExactly(QueueLayout.FILES);
  }

  @Test
  void failsWhenItsCommandsFail() throws Exception {
    ProcRun normal = assumeSuccess("a");
    assumeFalse(normal.commands().isEmpty(), "it runs no commands");
    ProcRun run =
        harness()
            .withCommands(Commands.ending(1))
            .submit(directory.resolve("b"), parameters(work()))
            .run();
    assertThat(run.outcome()).isEqualTo(ProcRun.Outcome.FAILED);
    assertThat(run.error().orElseThrow().message()).isNotBlank();
  }

  @Test
  void writesNothingToTheConsole() throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      assumeSuccess("a");
    } finally {
      System.setOut(out);
    }
    assertThat(written.toString(StandardCharsets.UTF_8))
        .as("what it wrote to System.out; use stdout() instead")
        .isEmpty();
  }

  private ProcRun stopped(ProcJob job) throws InterruptedException {
    StartedProc started = job.start();
    if (!started.awaitSign(LONGEST_SILENCE)) {
      started.stop();
      fail(
          "it has reported no status line and started no command for "
              + LONGEST_SILENCE.toSeconds()
              + " s");
    }
    started.stop();
    return started.await(longestStop());
  }

  /** A normal run; the test is skipped if it fails, which is what {@link #succeeds} is about. */
  private ProcRun assumeSuccess(String name) throws Exception {
    ProcRun run = submit(name).run();
    assumeTrue(run.outcome() == ProcRun.Outcome.SUCCEEDED, "it does not succeed; see succeeds()");
    return run;
  }

  /** True for the sign with this number: a status line, a program or one of its lines. */
  private static Predicate<String> signOf(int number) {
    AtomicInteger signs = new AtomicInteger();
    return sign -> signs.incrementAndGet() == number;
  }

  /** Waits, and lets the attempt go on. */
  private static boolean hold(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private ProcHarness harness() {
    return ProcHarness.of(plugin(), type()).withCommands(commands());
  }

  private ProcJob submit(String name) throws Exception {
    return harness().submit(directory.resolve(name), parameters(work()));
  }

  private ProcJob submitLong(String name) throws Exception {
    return harness()
        .withCommands(longCommands())
        .submit(directory.resolve(name), longParameters(work()));
  }

  private Path work() {
    try {
      return Files.createDirectories(directory.resolve("work"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void assertRefused(Map<String, ?> parameters) {
    assertThatExceptionOfType(InvalidParameterException.class)
        .as("parameters " + parameters + " have to be refused")
        .isThrownBy(() -> harness().submit(directory.resolve("refused"), parameters));
  }

  private static boolean isOfProcedure(Thread thread) {
    return !thread.getName().matches("process reaper.*|job-1|Attach Listener|.*Cleaner.*");
  }

  private static List<String> names(Path parent) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.map(entry -> parent.relativize(entry).toString()).sorted().toList();
    }
  }
}
