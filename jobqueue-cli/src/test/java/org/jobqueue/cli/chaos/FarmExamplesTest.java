package org.jobqueue.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.WorkerStatus;
import org.jobqueue.cli.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The files in examples/farm: with the tools at hand, and with a Slurm that is none. */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class FarmExamplesTest {
  private static final Path FARM = Path.of("..", "examples", "farm").toAbsolutePath().normalize();
  private static final String UNIT = "jobqueue-worker@.service";
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path directory;
  private final TestProcesses processes = new TestProcesses();
  private Path command;
  private Path location;
  private JobQueue queue;

  @BeforeEach
  void createAQueueAndACommand() throws IOException {
    location = directory.resolve("queue");
    queue = JobQueues.create(location, QueueOptions.defaults().withDurability(Durability.NONE));
    command =
        script(
            "jobqueue",
            "exec '%s' -cp '%s' %s \"$@\""
                .formatted(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    System.getProperty("java.class.path"),
                    Main.class.getName()));
  }

  @AfterEach
  void leaveNoProcess() throws IOException {
    processes.close();
  }

  private Path script(String name, String text) throws IOException {
    Path file = directory.resolve("bin").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private JavaProcess start(Map<String, String> environment, String... words) throws IOException {
    Path log = directory.resolve("log-" + System.nanoTime());
    return new JavaProcess(processes.start(log, List.of(words), environment), log);
  }

  private static void assertExit(JavaProcess process, int code) throws InterruptedException {
    assertThat(process.awaitExit(90)).as(process.output()).isTrue();
    assertThat(process.process().exitValue()).as(process.output()).isEqualTo(code);
  }

  private JobHandle submit(String text) {
    return queue.createJobRoot("command", Map.of("shell", text)).activate();
  }

  // ---- systemd

  private static String setting(String unit, String name) {
    return unit.lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError(name + " is missing"));
  }

  /** Of {@code 5m}, {@code 120s} and {@code 6min}. */
  private static Duration duration(String text) {
    String number = text.replaceFirst("[a-z]+$", "");
    return text.substring(number.length()).startsWith("m")
        ? Duration.ofMinutes(Long.parseLong(number))
        : Duration.ofSeconds(Long.parseLong(number));
  }

  private static Duration grace(String text) {
    return duration(text.replaceFirst("(?s).*--grace=(\\w+).*", "$1"));
  }

  @Test
  void theUnitLeavesTheWorkerTimeToDrain() throws IOException {
    String unit = Files.readString(FARM.resolve(UNIT));
    assertThat(setting(unit, "KillMode")).isEqualTo("mixed");
    assertThat(setting(unit, "KillSignal")).isEqualTo("SIGTERM");
    assertThat(setting(unit, "Restart")).isEqualTo("on-failure");
    assertThat(setting(unit, "SuccessExitStatus")).isEqualTo("143");
    assertThat(duration(setting(unit, "TimeoutStopSec")))
        .isGreaterThanOrEqualTo(grace(unit).plusMinutes(1));
  }

  @Test
  void systemdUnderstandsTheUnit() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "there is no systemd-analyze");
    Path unit = directory.resolve("jobqueue-worker@shared-queue.service");
    Files.writeString(
        unit,
        Files.readString(FARM.resolve(UNIT))
            .replace("/opt/jobqueue/bin/jobqueue", command.toString()));
    JavaProcess verify = start(Map.of(), "systemd-analyze", "verify", unit.toString());
    assertExit(verify, 0);
    assertThat(verify.output()).doesNotContain(unit.getFileName().toString());
  }

  @Test
  void theCommandOfTheUnitStartsAWorkerAndItsSignalEndsIt() throws Exception {
    String words =
        setting(Files.readString(FARM.resolve(UNIT)), "ExecStart")
            .replace("/opt/jobqueue/bin/jobqueue", command.toString());
    JavaProcess worker =
        start(
            Map.of("JOBQUEUE", location.toString(), "WORK_OPTIONS", "--slots=3"),
            "sh",
            "-c",
            "exec " + words);
    await().atMost(LONG).until(() -> worker.workerName().isPresent());
    assertThat(queue.workers().get(0).slots()).hasValue(3);
    worker.signal("TERM");
    assertExit(worker, 0);
  }

  // ---- Slurm

  /** What srun does with its own options, and with a command. */
  private JavaProcess sbatch(Map<String, String> more) throws IOException {
    script(
        "srun",
        """
        printf '%%s\\n' "$@" > '%s/srun'
        while case $1 in --*) true ;; *) false ;; esac; do shift; done
        exec "$@"
        """
            .formatted(directory));
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
    environment.put("JOBQUEUE", location.toString());
    environment.put("SLURM_JOB_ID", "4711");
    environment.put("SLURM_ARRAY_TASK_ID", "7");
    environment.put("SLURM_CPUS_PER_TASK", "12");
    environment.put("SLURM_MEM_PER_NODE", "4096");
    environment.put("CUDA_VISIBLE_DEVICES", "0,2");
    environment.putAll(more);
    environment.values().removeIf(String::isEmpty);
    return start(environment, "bash", FARM.resolve("jobqueue-workers.sbatch").toString());
  }

  @Test
  void bashUnderstandsTheSlurmScript() throws Exception {
    assertExit(
        start(Map.of(), "bash", "-n", FARM.resolve("jobqueue-workers.sbatch").toString()), 0);
  }

  @Test
  void theSlurmScriptWorksUntilTheQueueIsEmptyWithWhatSlurmGives() throws Exception {
    Path gate = directory.resolve("gate");
    JobHandle job = submit("while [ ! -e " + gate + " ]; do sleep 0.05; done");
    JavaProcess task = sbatch(Map.of("JOBQUEUE_OPTIONS", "--slots=2 --tag=night"));
    await().atMost(LONG).until(job::isRunning);
    WorkerStatus worker = queue.workers().get(0);
    assertThat(worker.slots()).hasValue(2);
    assertThat(worker.resources().orElseThrow().cores()).isEqualTo(12);
    assertThat(worker.resources().get().memory()).isEqualTo(4L << 30);
    assertThat(worker.resources().get().gpus()).containsExactly("0", "2");
    assertThat(worker.resources().get().tags()).contains("slurm", "night");
    Files.createFile(gate);
    assertExit(task, 0);
    assertThat(job.state()).isEqualTo(JobState.DONE);
    assertThat(Files.readAllLines(directory.resolve("srun")))
        .startsWith("--ntasks=1", "--cpus-per-task=12", "jobqueue", "work", "--until-empty");
  }

  @Test
  void theSlurmScriptHandsBackWhenTheTimeIsUpAndTheTaskHasNotSucceeded() throws Exception {
    JobHandle job = submit("exec sleep 1000");
    JavaProcess task =
        sbatch(
            Map.of(
                "JOBQUEUE_GRACE", "1s",
                "SLURM_MEM_PER_NODE", "",
                "SLURM_MEM_PER_CPU", "1024"));
    await().atMost(LONG).until(job::isRunning);
    assertThat(queue.workers().get(0).resources().orElseThrow().memory()).isEqualTo(12L << 30);
    task.signal("TERM");
    assertExit(task, 143);
    assertThat(job.state()).isEqualTo(JobState.WAITING);
    String text = Files.readString(FARM.resolve("jobqueue-workers.sbatch"));
    String signal = text.replaceFirst("(?s).*--signal=TERM@(\\d+).*", "$1");
    assertThat(Duration.ofSeconds(Long.parseLong(signal)))
        .isGreaterThanOrEqualTo(
            duration(text.replaceFirst("(?s).*JOBQUEUE_GRACE:-(\\w+).*", "$1")).plusMinutes(1));
  }

  @Test
  void theSlurmScriptAsksForTheQueue() throws Exception {
    JavaProcess task = sbatch(Map.of("JOBQUEUE", ""));
    assertThat(task.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(task.process().exitValue()).isNotZero();
    assertThat(task.output()).contains("name the directory of the queue");
  }

  // ---- Kubernetes

  private static List<JsonNode> manifests() throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    List<JsonNode> all = new ArrayList<>();
    try (var parser = yaml.getFactory().createParser(FARM.resolve("kubernetes.yaml").toFile())) {
      yaml.readerFor(JsonNode.class).<JsonNode>readValues(parser).forEachRemaining(all::add);
    }
    return all;
  }

  @Test
  void theManifestsShareTheVolumeAndLeaveTimeToDrain() throws IOException {
    List<JsonNode> all = manifests();
    assertThat(all.stream().map(m -> m.get("kind").textValue()))
        .containsExactly("PersistentVolumeClaim", "Deployment", "Job");
    String claim = all.get(0).at("/metadata/name").textValue();
    assertThat(all.get(0).at("/spec/accessModes/0").textValue()).isEqualTo("ReadWriteMany");
    for (JsonNode manifest : all.subList(1, 3)) {
      JsonNode pod = manifest.at("/spec/template/spec");
      JsonNode container = pod.at("/containers/0");
      assertThat(pod.at("/volumes/0/persistentVolumeClaim/claimName").textValue()).isEqualTo(claim);
      assertThat(container.at("/volumeMounts/0/name").textValue())
          .isEqualTo(pod.at("/volumes/0/name").textValue());
      assertThat(container.at("/volumeMounts/0/mountPath").textValue())
          .isEqualTo(container.at("/env/0/value").textValue());
      Duration limit = Duration.ofSeconds(pod.get("terminationGracePeriodSeconds").longValue());
      assertThat(limit)
          .isGreaterThanOrEqualTo(grace(container.get("args").toString()).plusMinutes(1));
    }
  }

  @Test
  void theContainersOfTheManifestsWork() throws Exception {
    JobHandle job = submit("true");
    for (JsonNode manifest : List.of(manifests().get(2), manifests().get(1))) {
      List<String> words = new ArrayList<>(List.of(command.toString()));
      manifest
          .at("/spec/template/spec/containers/0/args")
          .forEach(
              word ->
                  words.add(
                      word.textValue().replace("$(CORES)", "8").replace("$(MEMORY)", "32768")));
      JavaProcess pod =
          start(Map.of("JOBQUEUE", location.toString()), words.toArray(String[]::new));
      await().atMost(LONG).until(() -> pod.workerName().isPresent());
      if (!words.contains("--until-empty")) {
        assertThat(queue.workers().get(0).resources().orElseThrow().memory()).isEqualTo(32L << 30);
        pod.signal("TERM");
      }
      assertExit(pod, 0);
      assertThat(job.state()).isEqualTo(JobState.DONE);
    }
  }
}
