package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobState;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.PluginProblem;
import org.jobqueue.api.UnknownJobTypeException;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.core.queue.FileSystemJobQueues;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job type in several versions, each run by workers that have just that one. */
@Timeout(120)
class TypeVersionsTest {
  @TempDir private Path temp;

  private Bench bench;
  private Path procs;

  @BeforeEach
  void createQueue() {
    bench = Bench.in(temp);
    procs = bench.directory().resolve("procs");
  }

  private void install(int version) throws IOException {
    PluginJar.make(procs.resolve("sim-" + version + "/sim.jar"), "sim", version);
  }

  private void remove(int version) throws IOException {
    Files.delete(procs.resolve("sim-" + version + "/sim.jar"));
    Files.delete(procs.resolve("sim-" + version));
  }

  private static String printed(JobHandle job) throws IOException {
    return Files.readString(job.files().orElseThrow().stdout()).strip();
  }

  private static JobHandle submit(JobQueue queue, String type) {
    return queue.createJob(type, Map.of()).activate();
  }

  @Test
  void twoVersionsRunSideBySide() throws IOException {
    install(1);
    JobHandle before = submit(bench.reopen(), "sim");
    install(2);
    JobQueue queue = bench.reopen();
    JobHandle after = submit(queue, "sim");
    JobHandle chosen = submit(queue, "sim@1");

    assertThat(queue.pluginProblems()).isEmpty();
    assertThat(queue.jobTypes())
        .filteredOn(type -> type.name().equals("sim"))
        .extracting(JobTypeInfo::version)
        .containsExactly(1, 2);
    assertThat(Bench.runAll(queue)).isEqualTo(3);
    assertThat(printed(before)).isEqualTo("version 1 of sim");
    assertThat(printed(after)).isEqualTo("version 2 of sim");
    assertThat(printed(chosen)).isEqualTo("version 1 of sim");
    assertThat(chosen.type()).isEqualTo("sim");
    assertThat(chosen.summary().typeVersion()).isEqualTo(1);
    assertThat(after.summary().typeVersion()).isEqualTo(2);
  }

  @Test
  void aVersionThatIsUnknownHereWaitsForAWorkerThatHasIt() throws IOException {
    install(2);
    JobHandle job = submit(bench.reopen(), "sim");
    remove(2);
    install(1);
    JobQueue without = bench.reopen();

    assertThat(without.runNextAvailableJob()).isFalse();
    JobHandle seen = without.findJob(job.id()).orElseThrow();
    assertThat(seen.state()).isEqualTo(JobState.WAITING);
    assertThat(seen.attempts()).isEmpty();
    assertThat(seen.whyNotRunning()).contains("it has to know the type 'sim@2'");

    install(2);
    assertThat(Bench.runAll(bench.reopen())).isEqualTo(1);
    assertThat(printed(job)).isEqualTo("version 2 of sim");
  }

  @Test
  void aWorkerThatHasAnotherVersionSaysSo() throws Exception {
    install(2);
    JobHandle job = submit(bench.reopen(), "sim");
    remove(2);
    install(1);
    JobQueue without = bench.reopen();

    try (Worker worker = without.newWorker(WorkerOptions.defaults())) {
      worker.start();

      assertThat(without.findJob(job.id()).orElseThrow().whyNotRunning())
          .endsWith("it has not version 2 of the type 'sim', only 1");
      assertThat(without.workers().get(0).types().get("sim")).containsExactly(1);
    }
  }

  @Test
  void aVersionThatNoPluginHasIsRefusedWithThoseThereAre() throws IOException {
    install(1);
    install(3);
    JobQueue queue = bench.reopen();

    assertThatThrownBy(() -> queue.createJob("sim@2", Map.of()))
        .isInstanceOf(UnknownJobTypeException.class)
        .hasMessage("unknown job type 'sim@2'; known types: sim@1, sim@3");
    assertThatThrownBy(() -> queue.createJob("sin@2", Map.of()))
        .isInstanceOf(UnknownJobTypeException.class)
        .hasMessageContaining("unknown job type 'sin@2'; did you mean 'sim'?");
    assertThatThrownBy(() -> queue.createJob("sim@0", Map.of()))
        .isInstanceOf(UnknownJobTypeException.class);
  }

  @Test
  void theSameVersionTwiceIsAProblemOfThePluginThatComesLater() throws IOException {
    install(2);
    PluginJar.make(procs.resolve("sim-other/sim.jar"), "sim", 2);
    JobQueue queue = bench.reopen();

    assertThat(queue.pluginProblems())
        .extracting(PluginProblem::message)
        .singleElement()
        .asString()
        .startsWith("job type 'sim@2' is left out: it is both in plugin 'sim-plugin'");
    assertThat(submit(queue, "sim@2").summary().typeVersion()).isEqualTo(2);
  }

  @Test
  void defaultsOfTheQueueMayBeThoseOfOneVersion() {
    record Settings(int quality) {}
    JobProcType<Settings> type =
        JobProcType.of("sim", "Simulates.", Settings.class, settings -> new Idle());
    JobQueue queue =
        new FileSystemJobQueues(Set.of(new Sims(List.of(type, type.withVersion(2)))))
            .create(
                temp.resolve("other"),
                Bench.quick()
                    .withParameterDefaults("sim", Map.of("quality", 10))
                    .withParameterDefaults("sim@2", Map.of("quality", 20)));

    assertThat(submit(queue, "sim@1").parameters()).isEqualTo(Map.of("quality", 10));
    assertThat(submit(queue, "sim@2").parameters()).isEqualTo(Map.of("quality", 20));
    assertThat(submit(queue, "sim").parameters()).isEqualTo(Map.of("quality", 20));
  }

  private record Sims(List<JobProcType<?>> types) implements JobProcPlugin {}

  private static final class Idle extends JobProc {
    Idle() {
      super("idle");
    }

    @Override
    public void run() {}
  }
}
