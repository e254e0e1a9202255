package org.jobqueue.core.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogLimitTest {
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  private String written() {
    return file.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatFitsIsWrittenAsItIs() throws IOException {
    byte[] content = new byte[4096 - 512];
    new Random(1).nextBytes(content);
    try (LogLimit log = new LogLimit(file, 4096)) {
      for (byte b : content) {
        log.write(b);
      }
    }
    assertThat(file.toByteArray()).isEqualTo(content);
  }

  @Test
  void theBeginningAndTheEndOfALongLogAreKept() throws IOException {
    try (LogLimit log = new LogLimit(file, 8192)) {
      for (int i = 1; i <= 10_000; i++) {
        log.write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
        if (i == 9_999) {
          assertThat(written())
              .startsWith("line 1\nline 2\n")
              .endsWith(
                  "--- jobqueue: the log has reached its limit of 8192 bytes; its end follows when"
                      + " the attempt ends ---\n")
              .doesNotContain("line 9999");
        }
      }
    }
    assertThat(file.size()).isBetween(7000, 8192);
    assertThat(written())
        .startsWith("line 1\nline 2\n")
        .containsPattern("--- jobqueue: \\d+ bytes are left out here ---\nline 9\\d\\d\\d\n")
        .endsWith("line 9999\nline 10000\n");
  }

  @Test
  void whatIsLeftOutIsCounted() throws IOException {
    int all = 1_000_003;
    try (LogLimit log = new LogLimit(file, 10_000)) {
      byte[] piece = "x".repeat(777).getBytes(StandardCharsets.UTF_8);
      int left = all;
      while (left > 0) {
        int count = Math.min(left, piece.length);
        log.write(piece, 0, count);
        left -= count;
      }
    }
    long kept = written().chars().filter(c -> c == 'x').count();
    assertThat(written()).contains("\n--- jobqueue: " + (all - kept) + " bytes are left out here");
    assertThat(file.size()).isLessThanOrEqualTo(10_000);
  }

  @Test
  void anyPiecesGiveTheSameEnd() throws IOException {
    long seed = Long.getLong("jobqueue.test.seed", System.nanoTime());
    Random random = new Random(seed);
    byte[] content = new byte[100_000];
    random.nextBytes(content);
    try (LogLimit log = new LogLimit(file, 6000)) {
      int at = 0;
      while (at < content.length) {
        int count = Math.min(content.length - at, random.nextInt(4000));
        log.write(content, at, count);
        at += count;
      }
    }
    byte[] result = file.toByteArray();
    int tail = 1000;
    assertThat(java.util.Arrays.copyOfRange(result, result.length - tail, result.length))
        .as("seed " + seed)
        .isEqualTo(java.util.Arrays.copyOfRange(content, content.length - tail, content.length));
  }

  @Test
  void onePieceThatIsLargerThanAllIsCut() throws IOException {
    String text = "a".repeat(20_000) + "\n" + "b".repeat(500) + "\n";
    try (LogLimit log = new LogLimit(file, 4096)) {
      log.write(text.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(file.size()).isLessThanOrEqualTo(4096);
    assertThat(written()).startsWith("aaa").endsWith("a\n" + "b".repeat(500) + "\n");
  }

  @Test
  void aFailureAtTheEndIsNotHidden() throws IOException {
    OutputStream full =
        new OutputStream() {
          private int room = 4000;

          @Override
          public void write(int b) throws IOException {
            if (--room < 0) {
              throw new IOException("No space left on device");
            }
          }
        };
    LogLimit log = new LogLimit(full, 8192);
    log.write("x".repeat(3900).getBytes(StandardCharsets.UTF_8));
    log.write("y".repeat(90).getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> log.write(new byte[5000])).hasMessage("No space left on device");
  }
}
