package org.jobqueue.bench.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.fs.QueueFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountingFilesTest {
  @TempDir Path directory;
  private final List<String> told = new ArrayList<>();
  private final CountingFiles files =
      new CountingFiles(
          new LocalFiles(),
          (operation, path, endNanos) -> told.add(operation.text() + " " + path.getFileName()));

  @Test
  void everyOperationIsCarriedOutAndCountedAsWhatItIs() throws IOException {
    Path made = directory.resolve("made");
    Path file = made.resolve("file");
    files.createDirectory(made);
    files.createFile(file, new byte[] {7});
    files.replaceFile(file, new byte[] {8});
    assertThat(files.read(file, 10)).containsExactly(8);
    assertThat(files.list(made)).containsExactly("file");
    assertThat(files.listSome(made, 1)).hasSize(1);
    assertThat(files.kind(file)).isEqualTo(QueueFiles.Kind.FILE);
    files.sync(List.of(file, made));
    files.rename(file, made.resolve("other"));
    files.openOutput(file).close();
    files.deleteFile(file);
    files.deleteFile(made.resolve("other"));
    files.deleteDirectory(made);

    assertThat(files.counts().counts())
        .containsOnly(
            entry(Operation.CREATE_DIRECTORY, 1L),
            entry(Operation.CREATE_FILE, 1L),
            entry(Operation.REPLACE_FILE, 1L),
            entry(Operation.READ, 1L),
            entry(Operation.LIST, 2L),
            entry(Operation.LOOK, 1L),
            entry(Operation.SYNC, 1L),
            entry(Operation.RENAME, 1L),
            entry(Operation.OPEN_OUTPUT, 1L),
            entry(Operation.DELETE_FILE, 2L),
            entry(Operation.DELETE_DIRECTORY, 1L));
    assertThat(files.counts().total()).isEqualTo(13);
    assertThat(files.counts().nanos()).isPositive();
    assertThat(told).hasSize(13).contains("create-directory made", "rename other");
  }

  @Test
  void whatFailsIsCountedButNotTold() throws IOException {
    files.createDirectory(directory.resolve("made"));
    assertThatThrownBy(() -> files.createDirectory(directory.resolve("made")))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(files.counts().of(Operation.CREATE_DIRECTORY)).isEqualTo(2);
    assertThat(told).hasSize(1);
  }

  @Test
  void countsAreSubtractedAddedAndDivided() throws IOException {
    files.createDirectory(directory.resolve("a"));
    OperationCounts before = files.counts();
    files.createDirectory(directory.resolve("b"));
    files.createFile(directory.resolve("c"), new byte[0]);
    OperationCounts after = files.counts().since(before);

    assertThat(after.counts())
        .containsOnly(entry(Operation.CREATE_DIRECTORY, 1L), entry(Operation.CREATE_FILE, 1L));
    assertThat(after.plus(after).total()).isEqualTo(4);
    assertThat(after.perJob(4))
        .containsOnly(entry(Operation.CREATE_DIRECTORY, 0.25), entry(Operation.CREATE_FILE, 0.25));
  }
}
