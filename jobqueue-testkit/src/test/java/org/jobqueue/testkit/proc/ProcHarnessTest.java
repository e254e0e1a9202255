package org.jobqueue.testkit.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.api.proc.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcHarnessTest {
  @TempDir Path directory;

  /** What the procedure is given. */
  public record Line(@Parameter("for the shell") String line) {}

  private static final class Shell extends JobProc {
    private final Line line;

    Shell(Line line) {
      super("sh " + line.line());
      this.line = line;
    }

    @Override
    public List<ErrorRule> errorRules() {
      return List.of(new ErrorRule(ErrorClass.FATAL, List.of(64), Optional.empty()));
    }

    @Override
    public List<ExpectedFile> expectedFiles(Optional<FrameRange> frames) {
      return frames.isPresent() ? List.of(ExpectedFile.of("{frame:2}.txt")) : List.of();
    }

    @Override
    protected void stdoutCallback(String text) {
      setStatusLine("saw " + text);
    }

    @Override
    public void run() throws InterruptedException {
      setProgress(120);
      execCmd("/opt/tools/sh", "-c", line.line());
    }
  }

  private static final class RealShell extends JobProc {
    private final Line line;

    RealShell(Line line) {
      super("real");
      this.line = line;
    }

    @Override
    public void run() throws InterruptedException {
      execCmd("sh", "-c", line.line());
    }
  }

  private static final JobProcPlugin PLUGIN =
      () ->
          List.of(
              JobProcType.of("shell", "Runs a line.", Line.class, Shell::new),
              JobProcType.of("real", "Runs a line.", Line.class, RealShell::new));

  private ProcJob job(FakeCommand fake) throws Exception {
    return ProcHarness.of(PLUGIN, "shell")
        .withCommands(Commands.fake(fake))
        .submit(directory, Map.of("line", "x"));
  }

  @Test
  void aFakeCommandPrintsMakesFilesAndIsRecorded() throws Exception {
    ProcRun run =
        job(FakeCommand.named("sh").prints("a", "b").printsError("c").makes("sub/f", "text"))
            .run()
            .requireSuccess();
    assertThat(run.stdoutLines()).containsExactly("a", "b");
    assertThat(run.stderrLines()).containsExactly("c");
    assertThat(run.files()).containsExactly("sub/f");
    assertThat(run.statusLines()).containsExactly("saw a", "saw b");
    assertThat(run.progress()).containsExactly(100);
    assertThat(run.commands().get(0).command().arguments())
        .containsExactly("/opt/tools/sh", "-c", "x");
  }

  @Test
  void aFailureHasItsExitCodeItsClassAndTheLastLines() throws Exception {
    ProcRun run = job(FakeCommand.named("sh").printsError("no licence").exits(64)).run();
    assertThat(run.outcome()).isEqualTo(ProcRun.Outcome.FAILED);
    assertThat(run.error().orElseThrow().exitCode()).contains(64);
    assertThat(run.error().orElseThrow().errorClass()).isEqualTo(ErrorClass.FATAL);
    assertThat(run.error().orElseThrow().message())
        .isEqualTo(
            "'/opt/tools/sh' ended with exit code 64; its last lines on stderr:\nno licence");
  }

  @Test
  void anyOtherProgramCannotBeStarted() throws Exception {
    assertThat(job(FakeCommand.named("blender")).run().error().orElseThrow().message())
        .isEqualTo("cannot start '/opt/tools/sh': no such fake command; there are: [blender]");
  }

  @Test
  void aHangingCommandIsStoppedAtTheLine() throws Exception {
    ProcRun run =
        job(FakeCommand.named("sh").prints("one", "two").hangs())
            .runUntil(line -> line.equals("two"));
    assertThat(run.outcome()).isEqualTo(ProcRun.Outcome.STOPPED);
    assertThat(run.stdoutLines()).containsExactly("one", "two");
  }

  @Test
  void expectedFilesOfEachFrameAreLookedFor() throws Exception {
    ProcRun run =
        ProcHarness.of(PLUGIN, "shell")
            .withFrames(FrameRange.parse("1-2"))
            .withCommands(Commands.fake(FakeCommand.named("sh").makes("01.txt", "x")))
            .submit(directory, Map.of("line", "x"))
            .run();
    assertThat(run.wrongFiles()).containsExactly("the expected file 02.txt is missing");
    assertThat(run.outcome()).isEqualTo(ProcRun.Outcome.FAILED);
  }

  @Test
  void realCommandsRunInTheAttemptDirectoryAndWhatTheyLeaveIsCounted() throws Exception {
    ProcJob job =
        ProcHarness.of(PLUGIN, "real")
            .submit(directory, Map.of("line", "pwd; sleep 300 >/dev/null 2>&1 &"));
    ProcRun run = job.run().requireSuccess();
    assertThat(run.stdoutLines()).containsExactly(run.attemptDirectory().toRealPath().toString());
    assertThat(run.processes()).isEqualTo(1);
    assertThat(job.run().attemptDirectory()).isNotEqualTo(run.attemptDirectory());
  }

  @Test
  void anUnknownTypeIsNamedWithThoseThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProcHarness.of(PLUGIN, "shel"))
        .withMessage("there is no job type 'shel', but [real, shell]");
  }

  @Test
  void parametersAreGivenAsJson() throws Exception {
    ProcHarness harness = ProcHarness.of(PLUGIN, "shell");
    assertThat(harness.submitJson(directory, "{\"line\": \"y\"}").parameters())
        .isEqualTo(Map.of("line", "y"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> harness.submitJson(directory, "[1]"))
        .withMessage("the parameters are no JSON object: [1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> harness.submitJson(directory, "{\"line\": 1, \"line\": 2}"))
        .withMessageStartingWith("the parameters are not JSON: Duplicate field 'line'");
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> harness.submitJson(directory, "{\"lime\": \"y\"}"))
        .withMessageContaining("did you mean 'line'?");
  }

  @Test
  void attemptsAreCountedFromTheGivenNumber() throws Exception {
    ProcJob job =
        ProcHarness.of(PLUGIN, "real").withAttempt(3).submit(directory, Map.of("line", "true"));
    assertThat(job.run().requireSuccess().attemptDirectory()).hasFileName("attempt-3");
    assertThat(job.run().requireSuccess().attemptDirectory()).hasFileName("attempt-4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProcHarness.of(PLUGIN, "real").withAttempt(0))
        .withMessage("attempts are counted from 1, but this is 0");
  }

  @Test
  void nothingIsRunWhereAllExpectedFilesAreAndTheJobIsToSkipThem() throws Exception {
    Path made = directory.resolve("made");
    JobOptions options =
        JobOptions.DEFAULTS
            .withOutputs(List.of(ExpectedFile.of(made.toString())))
            .withSkipExisting(true);
    ProcJob job =
        ProcHarness.of(PLUGIN, "real")
            .withOptions(options)
            .submit(directory, Map.of("line", "echo x > '" + made + "'"));
    assertThat(job.run().requireSuccess().commands()).hasSize(1);
    ProcRun second = job.run().requireSuccess();
    assertThat(second.commands()).isEmpty();
    assertThat(second.statusLines())
        .containsExactly("all expected files were there; nothing was run");
  }

  @Test
  void aJobThatSkipsButExpectsNothingIsRefused() {
    ProcHarness harness =
        ProcHarness.of(PLUGIN, "real").withOptions(JobOptions.DEFAULTS.withSkipExisting(true));
    assertThatExceptionOfType(InvalidHierarchyException.class)
        .isThrownBy(() -> harness.submit(directory, Map.of("line", "x")))
        .withMessage("job 'real' is to skip what exists, but says of no file that it expects it");
  }
}
