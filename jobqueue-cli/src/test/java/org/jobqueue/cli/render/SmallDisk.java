package org.jobqueue.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A file system of one megabyte in memory; tests are skipped where nothing can be mounted. */
final class SmallDisk {
  private static final int SIZE = 1 << 20;

  private final Path point;

  private SmallDisk(Path point) {
    this.point = point;
  }

  static SmallDisk mount(Path point) throws IOException, InterruptedException {
    Files.createDirectories(point);
    String refused = run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "none", point.toString());
    Assumptions.assumeTrue(refused.isEmpty(), "nothing can be mounted here: " + refused);
    return new SmallDisk(point);
  }

  Path path() {
    return point;
  }

  /** Leaves so many bytes free, a multiple of the 4096 that the smallest file takes. */
  void fillBut(int bytes) throws IOException {
    Files.write(filler(), new byte[SIZE - bytes]);
    assertThat(Files.getFileStore(point).getUsableSpace()).isEqualTo(bytes);
  }

  void makeRoom() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return point.resolve("filler");
  }

  void unmount() throws IOException, InterruptedException {
    assertThat(run("umount", "-l", point.toString())).isEmpty();
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
