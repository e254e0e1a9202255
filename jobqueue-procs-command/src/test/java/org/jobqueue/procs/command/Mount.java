package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;

/** A small file system in memory, mounted for one test; tests are skipped where that is refused. */
final class Mount {
  private final Path point;

  private Mount(Path point) {
    this.point = point;
  }

  /** Mounts one of so many megabytes, or skips the test. */
  static Mount ofMegabytes(Path point, int megabytes) throws IOException, InterruptedException {
    Files.createDirectories(point);
    String refused =
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "none", "" + point);
    Assumptions.assumeTrue(refused.isEmpty(), "nothing can be mounted here: " + refused);
    return new Mount(point);
  }

  void makeReadOnly(boolean readOnly) throws IOException, InterruptedException {
    String options = "remount," + (readOnly ? "ro" : "rw");
    assertThat(run("mount", "-o", options, "" + point)).isEmpty();
  }

  /** Leaves so many bytes free. */
  Path fillBut(long bytes) throws IOException {
    Path file = fill();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - bytes);
    }
    return file;
  }

  /** Writes until nothing more goes in. */
  Path fill() throws IOException {
    Path file = point.resolve("filler");
    byte[] piece = new byte[4096];
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(piece);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
      return file;
    }
  }

  void unmount() throws IOException, InterruptedException {
    run("umount", "-l", "" + point);
  }

  /** What the command says if it fails; empty if it succeeds. */
  private static String run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return "there is no " + command[0];
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : "failed: " + output;
  }
}
