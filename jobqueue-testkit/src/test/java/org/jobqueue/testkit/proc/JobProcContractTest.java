package org.jobqueue.testkit.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.api.proc.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** A good procedure passes the contract; each bad one fails exactly the test that is about it. */
class JobProcContractTest {
  /** What all these procedures are given. */
  public record Settings(@Parameter("anything that is not blank") String text) {
    /** Refuses blank text. */
    public Settings {
      if (text.isBlank()) {
        throw new IllegalArgumentException("text is blank");
      }
    }
  }

  /** Parameters that nobody has described. */
  public record Undocumented(String text) {}

  /** A procedure that keeps the contract; bad ones change one thing. */
  private static class Good extends JobProc {
    Good(String label) {
      super(label);
    }

    @Override
    public void run() throws Exception {
      setStatusLine("at work");
      execCmd("sh", "-c", "echo out; echo made > made");
      stdout().println("done");
    }
  }

  /** The plugin of the good procedure, in META-INF/services of these tests. */
  public static final class GoodPlugin implements JobProcPlugin {
    /** For the service loader. */
    public GoodPlugin() {}

    @Override
    public List<JobProcType<?>> types() {
      return List.of(JobProcType.of("good", "Does well.", Settings.class, s -> new Good(s.text())));
    }
  }

  /** A contract over a procedure of the service {@code GoodPlugin}, or in its place. */
  abstract static class Contract extends JobProcContract {
    /** The procedure that is tried. */
    JobProc proc(Settings settings) {
      return new Good(settings.text());
    }

    JobProcType<?> jobType() {
      return JobProcType.of("good", "Does well.", Settings.class, this::proc);
    }

    @Override
    protected JobProcPlugin plugin() {
      return new JobProcPlugin() {
        @Override
        public String name() {
          return "GoodPlugin";
        }

        @Override
        public List<JobProcType<?>> types() {
          return List.of(jobType());
        }
      };
    }

    @Override
    protected String type() {
      return "good";
    }

    @Override
    protected Map<String, ?> parameters(Path work) {
      return Map.of("text", "hello");
    }

    @Override
    protected List<Map<String, ?>> invalidParameters(Path work) {
      return List.of(Map.of("text", " "));
    }
  }

  static final class KeepsIt extends Contract {}

  @Test
  void aGoodProcedurePasses() {
    assertThat(failuresOf(KeepsIt.class)).isEmpty();
  }

  static final class NoDocumentation extends Contract {
    @Override
    JobProcType<?> jobType() {
      return JobProcType.of(
          "good", "Does well.", Undocumented.class, p -> proc(new Settings(p.text())));
    }

    @Override
    protected List<Map<String, ?>> invalidParameters(Path work) {
      return List.of();
    }
  }

  @Test
  void undocumentedParametersAreFound() {
    assertThat(failuresOf(NoDocumentation.class))
        .containsExactly("theTypeAndEachParameterAreDocumented");
  }

  static final class NoService extends Contract {
    @Override
    JobProcType<?> jobType() {
      return JobProcType.of("nowhere", "Is not named.", Settings.class, this::proc);
    }

    @Override
    protected String type() {
      return "nowhere";
    }
  }

  @Test
  void aMissingServiceFileIsFound() {
    assertThat(failuresOf(NoService.class)).containsExactly("theServiceLoaderFindsThePlugin");
  }

  static final class TwoLines extends Contract {
    @Override
    JobProc proc(Settings settings) {
      return new Good("two\nlines");
    }
  }

  @Test
  void aLabelOfTwoLinesIsFound() {
    assertThat(failuresOf(TwoLines.class)).containsExactly("theLabelIsOneLine");
  }

  static final class BelievesAnything extends Contract {
    @Override
    protected List<Map<String, ?>> invalidParameters(Path work) {
      return List.of(Map.of("text", "fine"));
    }
  }

  @Test
  void acceptedInvalidParametersAreFound() {
    assertThat(failuresOf(BelievesAnything.class)).containsExactly("invalidParametersAreRefused");
  }

  static final class OnlyOnce extends Contract {
    @Override
    JobProc proc(Settings settings) {
      return new Good(settings.text()) {
        @Override
        public void run() throws Exception {
          Path mark = context().jobDirectory().resolve("mark");
          boolean second = Files.exists(mark);
          Files.writeString(mark, "begun");
          if (second) {
            throw new IllegalStateException("there is a mark already");
          }
          super.run();
        }
      };
    }
  }

  @Test
  void aProcedureThatCannotRunAgainIsFound() {
    assertThat(failuresOf(OnlyOnce.class)).containsExactly("runsAgainAfterAnAttemptThatWasStopped");
  }

  static final class Unstoppable extends Contract {
    @Override
    JobProc proc(Settings settings) {
      return new Good(settings.text()) {
        @Override
        public void run() throws Exception {
          super.run();
          if (label().equals("long")) {
            setStatusLine("does not listen");
            new CountDownLatch(1).await();
          }
        }
      };
    }

    @Override
    protected Map<String, ?> longParameters(Path work) {
      return Map.of("text", "long");
    }

    @Override
    protected Commands longCommands() {
      return (command, directory, stdout, stderr) -> deaf(command);
    }

    /** A command that swallows its interrupt. */
    private static org.jobqueue.api.proc.CommandResult deaf(Command command) {
      return new org.jobqueue.api.proc.CommandResult(command, swallow(), List.of());
    }

    private static int swallow() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        return 0;
      }
      return 1;
    }

    @Override
    protected java.time.Duration longestStop() {
      return java.time.Duration.ofSeconds(1);
    }
  }

  @Test
  void aProcedureThatIgnoresItsInterruptIsFound() {
    assertThat(failuresOf(Unstoppable.class)).containsExactly("anInterruptEndsItAndItsProcesses");
  }

  static final class LeavesThread extends Contract {
    @Override
    JobProc proc(Settings settings) {
      return new Good(settings.text()) {
        @Override
        public void run() throws Exception {
          Thread left = new Thread(Unstoppable::swallow, "left behind");
          left.setDaemon(true);
          left.start();
          super.run();
        }
      };
    }
  }

  @Test
  void aThreadThatIsLeftIsFound() {
    assertThat(failuresOf(LeavesThread.class)).containsExactly("leavesNoThread");
  }

  static final class WritesWhereItMayNot extends Contract {
    @Override
    JobProc proc(Settings settings) {
      return new Good(settings.text()) {
        @Override
        public void postCreate(Path jobDirectory) throws Exception {
          Files.writeString(jobDirectory.resolve("job.txt"), "");
        }
      };
    }
  }

  @Test
  void aReservedNameIsFound() {
    assertThat(failuresOf(WritesWhereItMayNot.class))
        .containsExactly("postCreateWritesOnlyWhatItMay");
  }

  static final class IgnoresExitCodes extends Contract {
    @Override
    JobProc proc(Settings settings) {
      return new Good(settings.text()) {
        @Override
        public void run() throws Exception {
          tryExecCmd(Command.of(List.of("true")));
        }
      };
    }
  }

  @Test
  void anIgnoredExitCodeIsFound() {
    assertThat(failuresOf(IgnoresExitCodes.class)).containsExactly("failsWhenItsCommandsFail");
  }

  static final class Prints extends Contract {
    @Override
    JobProc proc(Settings settings) {
      return new Good(settings.text()) {
        @Override
        public void run() throws Exception {
          System.out.println("hello, console");
          super.run();
        }
      };
    }
  }

  @Test
  void outputToTheConsoleIsFound() {
    assertThat(failuresOf(Prints.class)).containsExactly("writesNothingToTheConsole");
  }

  private static List<String> failuresOf(Class<?> contract) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(contract))
        .execute()
        .testEvents()
        .failed()
        .stream()
        .map(Event::getTestDescriptor)
        .map(test -> test.getDisplayName().replace("()", ""))
        .toList();
  }
}
