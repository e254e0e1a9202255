package org.jobqueue.api.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class JobProcTest {
  private static final String NO_CONTEXT = "a job procedure has a context only while it runs";

  private final JobContext context = mock(JobContext.class);

  @Test
  void labelIsThatOfTheConstructor() {
    assertThat(new TestProc(proc -> {}).label()).isEqualTo("test job");
  }

  @Test
  void hasNoContextBeforeItRuns() {
    TestProc proc = new TestProc(p -> {});

    assertThatIllegalStateException().isThrownBy(proc::context).withMessage(NO_CONTEXT);
    assertThatIllegalStateException().isThrownBy(proc::runningDir).withMessage(NO_CONTEXT);
    assertThatIllegalStateException().isThrownBy(() -> proc.setProgress(1)).withMessage(NO_CONTEXT);
    assertThatIllegalStateException()
        .isThrownBy(() -> proc.setStatusLine("x"))
        .withMessage(NO_CONTEXT);
    assertThatIllegalStateException().isThrownBy(() -> proc.setError("x")).withMessage(NO_CONTEXT);
    assertThatIllegalStateException().isThrownBy(() -> proc.execCmd("x")).withMessage(NO_CONTEXT);
  }

  @Test
  void hasItsContextWhileItRuns() throws Exception {
    List<JobContext> seen = new ArrayList<>();

    new TestProc(proc -> seen.add(proc.context())).runIn(context);

    assertThat(seen).containsExactly(context);
  }

  @Test
  void hasNoContextAfterItRan() throws Exception {
    TestProc proc = new TestProc(p -> {});
    proc.runIn(context);

    assertThatIllegalStateException().isThrownBy(proc::context).withMessage(NO_CONTEXT);
  }

  @Test
  void hasNoContextAfterItFailed() {
    TestProc proc =
        new TestProc(
            p -> {
              throw new IOException("broken");
            });
    assertThatThrownBy(() -> proc.runIn(context)).hasMessage("broken");

    assertThatIllegalStateException().isThrownBy(proc::context).withMessage(NO_CONTEXT);
  }

  @Test
  void runsOnlyOnce() throws Exception {
    List<String> runs = new ArrayList<>();
    TestProc proc = new TestProc(p -> runs.add("run"));
    proc.runIn(context);

    assertThatIllegalStateException()
        .isThrownBy(() -> proc.runIn(context))
        .withMessage("an instance runs only once");
    assertThat(runs).containsExactly("run");
  }

  @Test
  void whatRunThrowsReachesTheWorkerUnchanged() {
    IOException checked = new IOException("checked");
    AssertionError error = new AssertionError("error");

    assertThatThrownBy(
            () ->
                new TestProc(
                        p -> {
                          throw checked;
                        })
                    .runIn(context))
        .isSameAs(checked);
    assertThatThrownBy(
            () ->
                new TestProc(
                        p -> {
                          throw error;
                        })
                    .runIn(context))
        .isSameAs(error);
  }

  @Test
  void progressIsCutOffAtZeroAndAHundred() throws Exception {
    new TestProc(
            proc -> {
              proc.setProgress(Integer.MIN_VALUE);
              proc.setProgress(0);
              proc.setProgress(42);
              proc.setProgress(100);
              proc.setProgress(Integer.MAX_VALUE);
            })
        .runIn(context);

    InOrder order = inOrder(context);
    order.verify(context, times(2)).setProgress(0);
    order.verify(context).setProgress(42);
    order.verify(context, times(2)).setProgress(100);
    verifyNoMoreInteractions(context);
  }

  @Test
  void statusLineAndErrorGoToTheContext() throws Exception {
    new TestProc(
            proc -> {
              proc.setStatusLine("half way");
              proc.setError("no camera");
            })
        .runIn(context);

    verify(context).setStatusLine("half way");
    verify(context).setError("no camera");
  }

  @Test
  void filesAreThoseOfTheContext() throws Exception {
    PrintStream out = stream();
    PrintStream err = stream();
    when(context.attemptDirectory()).thenReturn(Path.of("attempt1"));
    when(context.stdout()).thenReturn(out);
    when(context.stderr()).thenReturn(err);

    new TestProc(
            proc -> {
              assertThat(proc.runningDir()).isEqualTo(Path.of("attempt1"));
              assertThat(proc.stdout()).isSameAs(out);
              assertThat(proc.stderr()).isSameAs(err);
            })
        .runIn(context);
  }

  @Test
  void execCmdPassesTheArgumentVector() throws Exception {
    FakeExec exec = new FakeExec(0);

    new TestProc(proc -> proc.execCmd("render", "-f", "a b; rm *")).runIn(exec.context());

    assertThat(exec.commands).containsExactly(Command.of(List.of("render", "-f", "a b; rm *")));
  }

  @Test
  void execCmdRequiresExitCodeZero() {
    FakeExec exec = new FakeExec(3);
    List<String> after = new ArrayList<>();

    assertThatThrownBy(
            () ->
                new TestProc(
                        proc -> {
                          proc.execCmd("render");
                          after.add("continued");
                        })
                    .runIn(exec.context()))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("'render' ended with exit code 3");
    assertThat(after).isEmpty();
  }

  @Test
  void tryExecCmdReturnsTheExitCode() throws Exception {
    FakeExec exec = new FakeExec(3);
    List<CommandResult> results = new ArrayList<>();
    Command command = Command.of(List.of("render")).withEnvironment("A", "1");

    new TestProc(proc -> results.add(proc.tryExecCmd(command))).runIn(exec.context());

    assertThat(exec.commands).containsExactly(command);
    assertThat(results).extracting(CommandResult::exitCode).containsExactly(3);
  }

  @Test
  void linesOfACommandReachTheCallbacks() throws Exception {
    FakeExec exec = new FakeExec(0);
    TestProc proc = new TestProc(p -> p.execCmd("render"));

    proc.runIn(exec.context());

    assertThat(proc.lines).containsExactly("out: frame 1", "err: no light");
  }

  @Test
  void callbacksAndPostCreateDoNothingByDefault() throws Exception {
    JobProc proc =
        new JobProc("plain") {
          @Override
          public void run() throws InterruptedException {
            execCmd("render");
          }
        };

    assertThatCode(() -> proc.postCreate(Path.of("job0"))).doesNotThrowAnyException();
    assertThatCode(() -> proc.runIn(new FakeExec(0).context())).doesNotThrowAnyException();
  }

  @Test
  void aTypeIsMadeOfItsParts() {
    record NoParameters() {}
    TestProc proc = new TestProc(p -> {});

    JobProcType<NoParameters> type =
        JobProcType.of("noop", "Does nothing.", NoParameters.class, parameters -> proc);

    assertThat(type.name()).isEqualTo("noop");
    assertThat(type.version()).isEqualTo(1);
    assertThat(type.description()).isEqualTo("Does nothing.");
    assertThat(type.parameters()).isEqualTo(NoParameters.class);
    assertThat(type.create(new NoParameters())).isSameAs(proc);
  }

  @Test
  void aPluginIsNamedAfterItsClass() {
    class FirstPlugin implements JobProcPlugin {
      @Override
      public List<JobProcType<?>> types() {
        return List.of();
      }
    }

    assertThat(new FirstPlugin().name()).isEqualTo("FirstPlugin");
  }

  private static PrintStream stream() {
    return new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
  }

  private interface Body {
    void run(TestProc proc) throws Exception;
  }

  private static final class TestProc extends JobProc {
    private final Body body;
    private final List<String> lines = new ArrayList<>();

    TestProc(Body body) {
      super("test job");
      this.body = body;
    }

    @Override
    public void run() throws Exception {
      body.run(this);
    }

    @Override
    protected void stdoutCallback(String line) {
      lines.add("out: " + line);
    }

    @Override
    protected void stderrCallback(String line) {
      lines.add("err: " + line);
    }
  }

  /** Ends every command with one exit code, after a line on each stream. */
  private static final class FakeExec {
    private final int exitCode;
    private final List<Command> commands = new ArrayList<>();

    FakeExec(int exitCode) {
      this.exitCode = exitCode;
    }

    JobContext context() {
      return mock(
          JobContext.class,
          call -> {
            assertThat(call.getMethod().getName()).isEqualTo("exec");
            return exec(call.getArgument(0), call.getArgument(1), call.getArgument(2));
          });
    }

    private CommandResult exec(
        Command command, Consumer<String> stdoutLine, Consumer<String> stderrLine) {
      commands.add(command);
      stdoutLine.accept("frame 1");
      stderrLine.accept("no light");
      return new CommandResult(command, exitCode, List.of("no light"));
    }
  }
}
