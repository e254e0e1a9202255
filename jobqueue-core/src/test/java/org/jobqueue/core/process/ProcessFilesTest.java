package org.jobqueue.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFilesTest {
  @TempDir Path proc;

  private ProcessFiles files() {
    return new ProcessFiles(proc);
  }

  private void process(long pid, String stat, String environment) throws IOException {
    Path directory = Files.createDirectory(proc.resolve(Long.toString(pid)));
    Files.writeString(directory.resolve("stat"), stat);
    Files.writeString(directory.resolve("environ"), environment);
  }

  private static String stat(String program, char state, int threads) {
    return "7 ("
        + program
        + ") "
        + state
        + " 1 6 5 0 -1 0 0 0 0 0 0 0 0 0 20 0 "
        + threads
        + " 0 4242 0 0\n";
  }

  @Test
  void theNameOfAProgramMayHoldAnything() throws IOException {
    process(7, stat("a) Z 1 (b", 'S', 1), "");
    ProcessFiles.Stat stat = files().stat(7).orElseThrow();
    assertThat(stat).isEqualTo(new ProcessFiles.Stat('S', 5, 1, "4242"));
    assertThat(stat.hasEnded()).isFalse();
  }

  @Test
  void aProcessThatNobodyAskedAboutHasEnded() throws IOException {
    process(7, stat("java", 'Z', 1), "");
    assertThat(files().stat(7).orElseThrow().hasEnded()).isTrue();
  }

  @Test
  void aProcessWhoseFirstThreadHasEndedLives() throws IOException {
    process(7, stat("java", 'Z', 12), "");
    assertThat(files().stat(7).orElseThrow().hasEnded()).isFalse();
  }

  @Test
  void whatIsDamagedOrGoneIsUnknown() throws IOException {
    process(7, "7 (sh", "");
    assertThat(files().stat(7)).isEmpty();
    assertThat(files().stat(8)).isEmpty();
    assertThat(files().marker(8)).isEmpty();
    assertThat(new ProcessFiles(proc.resolve("none")).ids()).isEmpty();
  }

  @Test
  void onlyTheVariableItselfCounts() throws IOException {
    String marker = "h_1_abcdefghij/-/12.n1/1";
    process(2, "", "JOBQUEUE_ATTEMPT=" + marker + "\0A=b\0");
    process(3, "", "A=b\0JOBQUEUE_ATTEMPT=" + marker + "\0");
    process(4, "", "A=b\0JOBQUEUE_ATTEMPT=" + marker);
    process(5, "", "MY_JOBQUEUE_ATTEMPT=" + marker + "\0");
    process(6, "", "A=JOBQUEUE_ATTEMPT=" + marker + "\0");
    process(7, "", "A=b\0JOBQUEUE_ATTEMPT=x/" + marker + "\0");
    for (long pid = 2; pid < 5; pid++) {
      assertThat(files().marker(pid))
          .as("process %d", pid)
          .map(CommandMarker::toString)
          .contains(marker);
    }
    for (long pid = 5; pid < 8; pid++) {
      assertThat(files().marker(pid)).as("process %d", pid).isEmpty();
    }
  }

  @Test
  void aSystemThatHidesProcessesOfOthersIsNoticed() throws IOException {
    process(7, stat("java", 'S', 1), "");
    assertThat(files().showsAll()).isFalse();
    process(1, stat("init", 'S', 1), "");
    assertThat(files().showsAll()).isTrue();
    assertThat(files().ids()).containsExactlyInAnyOrder(1L, 7L);
  }
}
