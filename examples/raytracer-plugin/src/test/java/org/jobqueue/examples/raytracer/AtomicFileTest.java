package org.jobqueue.examples.raytracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path directory;

  @Test
  void theFileAppearsWhenItIsComplete() throws Exception {
    Path target = directory.resolve("picture.png");
    AtomicFile.write(
        target,
        out -> {
          out.write(65);
          out.flush();
          assertThat(target).doesNotExist();
          out.write(66);
        });
    assertThat(target).hasContent("AB");
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void aFailureLeavesTheOldFile() throws Exception {
    Path target = Files.writeString(directory.resolve("picture.png"), "old");
    assertThatIOException()
        .isThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    out -> {
                      out.write(65);
                      throw new IOException("disk full");
                    }))
        .withMessage("disk full");
    assertThat(target).hasContent("old");
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
  }
}
