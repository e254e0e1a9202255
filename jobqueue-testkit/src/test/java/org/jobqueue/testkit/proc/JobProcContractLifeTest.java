package org.jobqueue.testkit.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jobqueue.testkit.proc.Subject.failuresOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.testkit.proc.Subject.Contract;
import org.jobqueue.testkit.proc.Subject.Good;
import org.jobqueue.testkit.proc.Subject.Settings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Bad procedures that do not end, cannot run again, or disturb others: each fails exactly one test.
 */
class JobProcContractLifeTest {
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

  static final class LeavesLock extends Contract {
    @Override
    JobProc proc(Settings settings) {
      return new Good(settings.text()) {
        @Override
        public void run() throws Exception {
          setStatusLine("about to lock");
          Path lock = Files.createDirectory(context().jobDirectory().resolve("lock"));
          super.run();
          Files.delete(lock);
        }
      };
    }
  }

  @Test
  void aProcedureThatOnlyCleansUpAfterASuccessIsFound() {
    assertThat(failuresOf(LeavesLock.class))
        .containsExactly("runsAgainAfterAnAttemptThatWasStopped");
  }

  static final class SharesFile extends Contract {
    private @Nullable Path scratch;

    @Override
    protected Map<String, ?> parameters(Path work) {
      scratch = work.resolve("scratch");
      return super.parameters(work);
    }

    @Override
    JobProc proc(Settings settings) {
      return new Good(settings.text()) {
        @Override
        public void run() throws Exception {
          Path shared = Files.createDirectory(Objects.requireNonNull(scratch));
          try {
            super.run();
          } finally {
            Files.delete(shared);
          }
        }
      };
    }
  }

  @Test
  void aFileThatTwoInstancesShareIsFound() {
    assertThat(failuresOf(SharesFile.class)).containsExactly("twoInstancesDoNotDisturbEachOther");
  }

  static final class LeavesProcess extends Contract {
    @Override
    JobProc proc(Settings settings) {
      return new Good(settings.text()) {
        @Override
        public void run() throws Exception {
          if (!label().equals("long")) {
            super.run();
            return;
          }
          try {
            setStatusLine("waits");
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            execCmd("sh", "-c", "sleep 300 >/dev/null 2>&1 &");
            throw e;
          }
        }
      };
    }

    @Override
    protected Map<String, ?> longParameters(Path work) {
      return Map.of("text", "long");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aProcessThatIsLeftAfterAnInterruptIsFound() {
    assertThat(failuresOf(LeavesProcess.class)).containsExactly("anInterruptEndsItAndItsProcesses");
  }
}
