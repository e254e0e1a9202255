package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The empty files of a hierarchy. */
class EmptyFilesTest {
  @TempDir Path directory;
  private final FaultyFiles files = new FaultyFiles();
  private final EmptyFiles empty = new EmptyFiles(files);

  private Path path(String name) {
    return directory.resolve(name);
  }

  @Test
  void areNamesOfOneFile() throws IOException {
    empty.make(path("a"));
    empty.make(path("b"));
    empty.make(path("c"));
    assertThat(path("a")).isEmptyFile();
    assertThat(Files.isSameFile(path("a"), path("b"))).isTrue();
    assertThat(Files.isSameFile(path("a"), path("c"))).isTrue();
  }

  /** As where a file has as many names as the file system allows. */
  @Test
  void areFilesWhereAFileCannotHaveAnotherName() throws IOException {
    empty.make(path("a"));
    files.withoutLinks();
    empty.make(path("b"));
    empty.make(path("c"));
    assertThat(path("b")).isEmptyFile();
    assertThat(Files.isSameFile(path("a"), path("b"))).isFalse();
    assertThat(Files.isSameFile(path("b"), path("c"))).isFalse();
  }

  @Test
  void areNotMadeOverOthers() throws IOException {
    Files.createFile(path("a"));
    assertThatThrownBy(() -> empty.make(path("a"))).isInstanceOf(FileAlreadyExistsException.class);
  }

  /** A link that is sent again because the reply was lost finds its name taken, by itself. */
  @Test
  void areMadeAlthoughTheReplyToALinkWasLost() throws IOException {
    empty.make(path("a"));
    Files.createLink(path("b"), path("a"));
    empty.make(path("b"));
    empty.make(path("c"));
    assertThat(Files.isSameFile(path("a"), path("c"))).isTrue();
  }

  /** More than ext4 gives names to one file. */
  @Test
  void areMoreThanOneFileHasNames() throws IOException {
    int many = 70_000;
    for (int i = 0; i < many; i++) {
      empty.make(path("n" + i));
    }
    try (var names = Files.list(directory)) {
      assertThat(names).hasSize(many);
    }
  }
}
