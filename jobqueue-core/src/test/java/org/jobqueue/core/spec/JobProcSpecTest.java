package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobFiles;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a procedure finds and causes when the queue runs it. */
@Timeout(120)
class JobProcSpecTest {
  @TempDir private Path temp;

  @Test
  void outputGoesToTheFilesOfTheAttempt() throws Exception {
    JobHandle job = run("spec.write", Map.of());

    JobFiles files = job.files().orElseThrow();
    assertThat(Files.readString(files.stdout()))
        .contains("job " + job.id())
        .contains("attempt 1")
        .contains("directory " + files.runningDirectory());
    assertThat(Files.readString(files.stderr(), StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines("a warning with an umlaut: \u00e4\n");
    assertThat(files.runningDirectory().resolve("picture")).hasContent("pixels");
    assertThat(files.result()).as("the state says it").doesNotExist();
  }

  @Test
  void attemptDirectoryIsEmptyButForTheFilesOfTheWorker() throws Exception {
    JobHandle job = run("spec.write", Map.of());

    JobFiles files = job.files().orElseThrow();
    String listing = Files.readAllLines(files.stdout()).get(0);
    Set<String> found =
        new HashSet<>(List.of(listing.replace("files [", "").replace("]", "").split(", ")));
    found.remove("");
    found.removeIf(name -> name.startsWith("."));
    assertThat(
            Set.of(
                files.stdout().getFileName().toString(),
                files.stderr().getFileName().toString(),
                files.status().getFileName().toString(),
                files.result().getFileName().toString()))
        .containsAll(found);
  }

  @Test
  void parametersOfAllKindsReachTheProcedure() throws Exception {
    Map<String, Object> parameters = TypedParameters.with(temp, "note", "remember");

    JobHandle job = run("spec.typed", parameters);

    assertThat(job.label()).isEqualTo("typed hello");
    assertThat(Files.readString(job.files().orElseThrow().stdout()))
        .isEqualTo(
            "TypedJob[text=hello, count=3, big=5000000000, factor=1.5, flag=true, path="
                + temp.resolve("picture.png")
                + ", colour=GREEN, point=Point[x=1.0, y=2.0], names=[a, b], counts={x=1},"
                + " note=Optional[remember], threads=4, format=jpeg]");
  }

  @Test
  void optionalParametersMayBeLeftOutAndDefaultsOverridden() throws Exception {
    JobHandle job = run("spec.typed", TypedParameters.with(temp, "threads", 16));

    assertThat(Files.readString(job.files().orElseThrow().stdout()))
        .contains("note=Optional.empty, threads=16");
  }

  @Test
  void setErrorMakesTheAttemptFailWithTheFirstMessage() {
    JobHandle job = run("spec.set-error", Map.of());

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.error().orElseThrow().message()).isEqualTo("no camera");
  }

  @Test
  void everyAttemptHasADirectoryOfItsOwn() {
    Bench bench = Bench.in(temp);
    JobRoot root =
        bench
            .queue()
            .createJobRoot(
                "spec.fail-first",
                Map.of("directory", bench.traces().directory(), "name", "a", "failures", 2));
    root.setAttempts(3);
    JobHandle job = root.activate();

    assertThat(bench.runAll()).isEqualTo(3);

    assertThat(job.isFinished()).isTrue();
    List<JobAttempt> attempts = job.attempts();
    assertThat(attempts).extracting(JobAttempt::number).containsExactly(1, 2, 3);
    assertThat(attempts).extracting(JobAttempt::committed).containsExactly(false, false, true);
    assertThat(attempts)
        .extracting(attempt -> attempt.outcome().orElseThrow())
        .containsExactly(
            JobAttempt.Outcome.FAILED, JobAttempt.Outcome.FAILED, JobAttempt.Outcome.SUCCEEDED);
    assertThat(attempts)
        .extracting(JobAttempt::directory)
        .doesNotHaveDuplicates()
        .allSatisfy(directory -> assertThat(directory).isDirectory().hasParent(job.location()));
    assertThat(attempts.get(1).error().orElseThrow().message()).contains("intended failure 2");
    assertThat(job.status().attempt()).isEqualTo(3);
    assertThat(job.error()).isEmpty();
    assertThat(job.files().orElseThrow().runningDirectory()).isEqualTo(attempts.get(2).directory());
    assertThat(job.location().resolve("files/tries"))
        .as("what all attempts share")
        .hasContent("1\n2\n3\n");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void commandsRunInTheAttemptDirectoryWithTheirEnvironment() throws Exception {
    JobHandle job =
        run(
            "spec.echo",
            Map.of(
                "command",
                List.of("sh", "-c", "pwd -P; echo \"$GREETING\"; echo made > made"),
                "environment",
                Map.of("GREETING", "good day")));

    JobFiles files = job.files().orElseThrow();
    assertThat(Files.readAllLines(files.stdout()))
        .containsExactly(files.runningDirectory().toRealPath().toString(), "good day");
    assertThat(files.runningDirectory().resolve("made")).hasContent("made");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void linesOfCommandsReachTheCallbacksAndTheFiles() throws Exception {
    Path lines = temp.resolve("lines");
    JobHandle job =
        run(
            "spec.echo",
            Map.of(
                "command",
                List.of("sh", "-c", "echo one; echo problem >&2; printf 'two\\r\\nlast'"),
                "lines",
                lines));

    assertThat(job.isFinished()).isTrue();
    assertThat(Files.readAllLines(lines))
        .containsExactlyInAnyOrder("out: one", "err: problem", "out: two", "out: last")
        .containsSubsequence("out: one", "out: two", "out: last");
    JobFiles files = job.files().orElseThrow();
    assertThat(Files.readAllLines(files.stdout())).containsExactly("one", "two", "last");
    assertThat(Files.readAllLines(files.stderr())).containsExactly("problem");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void argumentsAreNotInterpreted() throws Exception {
    JobHandle job =
        run("spec.echo", Map.of("command", List.of("echo", "a  b", "$HOME", "*", "; exit 3")));

    assertThat(Files.readAllLines(job.files().orElseThrow().stdout()))
        .containsExactly("a  b $HOME * ; exit 3");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void nonZeroExitIsAnErrorWithItsCodeAndTheLastLinesOfStderr() {
    JobHandle job =
        run(
            "spec.echo",
            Map.of(
                "command",
                List.of(
                    "sh",
                    "-c",
                    "i=1; while [ $i -le 30 ]; do echo line-$i- >&2; i=$((i+1)); done;"
                        + " exit 7")));

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    JobError error = job.error().orElseThrow();
    assertThat(error.exitCode()).contains(7);
    assertThat(error.message())
        .contains("'sh' ended with exit code 7", "line-21-", "line-30-")
        .doesNotContain("line-20-");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aCommandKilledByASignalHas128AndTheSignal() {
    JobHandle job = run("spec.echo", Map.of("command", List.of("sh", "-c", "kill -9 $$")));

    assertThat(job.error().orElseThrow().exitCode()).contains(137);
  }

  @Test
  void aCommandThatCannotBeStartedIsAnErrorThatNamesIt() {
    JobHandle job = run("spec.echo", Map.of("command", List.of("no-such-program-42")));

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.error().orElseThrow().message()).contains("cannot start 'no-such-program-42'");
    assertThat(job.error().orElseThrow().exitCode()).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void muchOutputIsStreamedCompletely() throws Exception {
    JobHandle job =
        run(
            "spec.echo",
            Map.of(
                "command",
                List.of(
                    "sh",
                    "-c",
                    "i=0; while [ $i -lt 20000 ]; do echo out-$i; echo err-$i >&2; i=$((i+1));"
                        + " done")));

    JobFiles files = job.files().orElseThrow();
    assertThat(Files.readAllLines(files.stdout())).hasSize(20_000).last().isEqualTo("out-19999");
    assertThat(Files.readAllLines(files.stderr())).hasSize(20_000).last().isEqualTo("err-19999");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void bytesThatAreNoTextDoNotStopACommand() throws Exception {
    JobHandle job =
        run(
            "spec.echo",
            Map.of("command", List.of("sh", "-c", "printf '\\377\\000x\\n'; echo ok")));

    assertThat(job.isFinished()).isTrue();
    assertThat(Files.readAllBytes(job.files().orElseThrow().stdout()))
        .asString(StandardCharsets.ISO_8859_1)
        .contains("x")
        .contains("ok");
  }

  private JobHandle run(String type, Map<String, Object> parameters) {
    Bench bench = Bench.in(temp);
    JobHandle job = bench.queue().createJob(type, parameters).activate();
    assertThat(bench.queue().runNextAvailableJob()).isTrue();
    return job;
  }

  @ParameterizedTest
  @CsvSource({
    "THROW, FATAL, FAILED",
    "THROW, TASK, WAITING",
    "REPORT, TRANSIENT, WAITING",
    "REPORT, WORKER, WAITING",
    "RULE, FATAL, FAILED",
    "RULE, TRANSIENT, WAITING",
    "LEAVE_NOTHING, TASK, WAITING"
  })
  void aProcedureSaysWhoseFaultItsFailureIs(String way, ErrorClass errorClass, JobState state) {
    Bench bench = Bench.in(temp);
    JobRoot root =
        bench
            .queue()
            .createJobRoot(
                "spec.blame",
                Map.of(
                    "way",
                    way.toLowerCase(Locale.ROOT),
                    "errorClass",
                    errorClass.name().toLowerCase(Locale.ROOT)));
    root.setAttempts(2);
    JobHandle job = root.activate();

    assertThat(bench.queue().runNextAvailableJob()).isTrue();

    assertThat(job.state()).isEqualTo(state);
    assertThat(job.attempts()).hasSize(1);
    assertThat(job.attempts().get(0).error().orElseThrow().errorClass()).isEqualTo(errorClass);
  }

  @Test
  void theRulesOfAJobGoBeforeWhatItsProcedureSays() {
    Bench bench = Bench.in(temp);
    JobRoot root =
        bench.queue().createJobRoot("spec.blame", Map.of("way", "throw", "errorClass", "fatal"));
    root.setOptions(
        root.options()
            .withRetry(
                root.options()
                    .retry()
                    .withRules(List.of(ErrorRule.onOutput(ErrorClass.TRANSIENT, "^it is")))));
    JobHandle job = root.activate();

    assertThat(bench.queue().runNextAvailableJob()).isTrue();

    assertThat(job.state()).isEqualTo(JobState.WAITING);
    assertThat(bench.queue().runNextAvailableJob()).as("during the pause").isFalse();
  }
}
