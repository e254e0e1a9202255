package org.jobqueue.testkit.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jobqueue.testkit.proc.Subject.failuresOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.testkit.proc.Subject.Contract;
import org.jobqueue.testkit.proc.Subject.Good;
import org.jobqueue.testkit.proc.Subject.Settings;
import org.junit.jupiter.api.Test;

/** A good procedure passes the contract; each bad one fails exactly the test that is about it. */
class JobProcContractTest {
  /** Parameters that nobody has described. */
  public record Undocumented(String text) {}

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

  static final class WritesWhereItMayNot extends Contract {
    @Override
    JobProc proc(Settings settings) {
      return new Good(settings.text()) {
        @Override
        public void postCreate(Path jobDirectory) throws Exception {
          Files.writeString(jobDirectory.resolveSibling("mine.txt"), "");
        }
      };
    }
  }

  @Test
  void aFileBesideItsDirectoryIsFound() {
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

  static final class Fails extends Contract {
    @Override
    JobProc proc(Settings settings) {
      return new Good(settings.text()) {
        @Override
        public void run() {
          throw new IllegalStateException("never works");
        }
      };
    }
  }

  @Test
  void aProcedureThatNeverSucceedsIsFoundOnce() {
    assertThat(failuresOf(Fails.class)).containsExactly("succeeds");
  }

  static final class ForgetsQuotes extends Contract {
    @Override
    JobProc proc(Settings settings) {
      return new Good(settings.text()) {
        @Override
        public void run() throws Exception {
          execCmd("sh", "-c", "echo made > " + context().attemptDirectory().resolve("made"));
        }
      };
    }
  }

  @Test
  void aPathThatTheShellTakesApartIsFound() {
    assertThat(failuresOf(ForgetsQuotes.class)).containsExactly("succeedsInAnotherDirectory");
  }
}
