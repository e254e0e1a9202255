package org.jobqueue.core.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the umask of this process, whatever it is, does not take away in a shared directory. */
class SharedPermissionsTest {
  private static final int OWNER = 0700;
  private static final int SET_GROUP_ID = 02000;

  private final LocalFiles local = new LocalFiles();

  @TempDir Path directory;

  @BeforeEach
  void requirePermissions() {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("unix"));
  }

  private QueueFiles shared(String mode) throws IOException {
    Files.setAttribute(directory, "unix:mode", Integer.parseInt(mode, 8));
    return local.sharing(directory);
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode") & 07777;
  }

  /** What somebody makes who does not share. */
  private int alone(boolean file) throws IOException {
    Path made = directory.resolve("alone" + file);
    if (file) {
      Files.createFile(made);
    } else {
      Files.createDirectory(made);
    }
    return mode(made);
  }

  @ParameterizedTest
  @CsvSource({"0770, 070, 040", "0775, 070, 040", "0777, 077, 044", "0750, 0, 0", "0755, 0, 0"})
  void areThoseOfTheGroupAndOfOthersIfTheyMayWrite(String mode, String added, String addedToFiles)
      throws IOException {
    QueueFiles files = shared(mode);
    Path one = directory.resolve("one");
    for (Path made = one; made.getNameCount() < one.getNameCount() + 3; ) {
      files.createDirectory(made);
      assertThat(mode(made)).isEqualTo(alone(false) | Integer.parseInt(added, 8));
      Files.delete(directory.resolve("alonefalse"));
      made = made.resolve("sub");
    }
    int ofFile = alone(true) | Integer.parseInt(addedToFiles, 8);
    files.createFile(one.resolve("a"), new byte[1]);
    files.createFile(one.resolve("b"), new byte[1]);
    files.replaceFile(one.resolve("c"), new byte[1]);
    try (OutputStream out = files.openOutput(one.resolve("d"))) {
      out.write(1);
    }
    for (String name : new String[] {"a", "b", "c", "d"}) {
      assertThat(mode(one.resolve(name))).as(name).isEqualTo(ofFile);
    }
  }

  @Test
  void keepTheBitByWhichTheGroupIsHandedDown() throws IOException {
    QueueFiles files = shared("2775");
    Path made = directory.resolve("made");
    files.createDirectory(made);
    assertThat(mode(made) & ~OWNER & ~07).isEqualTo(SET_GROUP_ID | 070);
  }

  /** A job that is restored from an archive had permissions of its own. */
  @Test
  void areAddedToThoseThatAreSetLater() throws IOException {
    QueueFiles files = shared("2775");
    Path made = directory.resolve("made");
    files.createDirectory(made);
    files.setPermissions(made, PosixFilePermissions.fromString("rwx------"));
    assertThat(mode(made) & 0777).isEqualTo(0770);
    Path file = made.resolve("file");
    files.createFile(file, new byte[1]);
    files.setPermissions(file, PosixFilePermissions.fromString("r--------"));
    assertThat(mode(file)).isEqualTo(0440);
  }

  @Test
  void thatAreSetLaterKeepThatBitToo() throws IOException {
    Path made = Files.createDirectory(directory.resolve("made"));
    Files.setAttribute(made, "unix:mode", SET_GROUP_ID | 0700);
    local.setPermissions(made, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertThat(mode(made)).isEqualTo(SET_GROUP_ID | 0775);
    local.setPermissions(made, PosixFilePermissions.fromString("r-x------"));
    assertThat(mode(made)).isEqualTo(SET_GROUP_ID | 0500);
  }

  /** As where the directory does not hand down its group; only root can play that. */
  @Test
  void areNotThoseOfAnotherGroup() throws IOException {
    Path made = Files.createDirectory(directory.resolve("made"));
    int other = (int) Files.getAttribute(made, "unix:gid") + 1;
    assumeTrue(canChangeGroup(directory, other));
    Files.setAttribute(directory, "unix:mode", 0777);
    Files.setAttribute(made, "unix:mode", 0700);
    SharedPermissions.of(directory).handDownToDirectory(made);
    assertThat(mode(made)).isEqualTo(0707);
  }

  private static boolean canChangeGroup(Path path, int group) {
    try {
      Files.setAttribute(path, "unix:gid", group);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** One failure may be a matter of that file alone. */
  @Test
  void areHandedDownAfterAFailure() throws IOException {
    QueueFiles unused = shared("0777");
    SharedPermissions permissions = SharedPermissions.of(directory);
    Path loop = Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));
    permissions.handDownToDirectory(loop);
    Path made = Files.createDirectory(directory.resolve("made"));
    Files.setAttribute(made, "unix:mode", 0700);
    permissions.handDownToDirectory(made);
    assertThat(mode(made)).isEqualTo(0777);
  }

  /** What was made may have been removed again by others. */
  @Test
  void areOfNoConsequenceIfTheFileIsGone() throws IOException {
    QueueFiles unused = shared("0777");
    SharedPermissions permissions = SharedPermissions.of(directory);
    permissions.handDownToFile(directory.resolve("gone"));
    permissions.handDownToDirectory(directory.resolve("gone"));
    Path made = Files.createDirectory(directory.resolve("made"));
    Files.setAttribute(made, "unix:mode", 0700);
    permissions.handDownToDirectory(made);
    assertThat(mode(made)).isEqualTo(0777);
    Files.setAttribute(made, "unix:mode", 0600);
    permissions.handDownToFile(made);
    assertThat(mode(made)).isEqualTo(0644);
  }

  /** A process whose umask takes nothing away looks once. */
  @Test
  void areLookedAtOnceIfNothingIsLacking() throws IOException {
    QueueFiles unused = shared("0777");
    SharedPermissions permissions = SharedPermissions.of(directory);
    Path made = Files.createDirectory(directory.resolve("made"));
    Files.setAttribute(made, "unix:mode", 0777);
    permissions.handDownToDirectory(made);
    Files.setAttribute(made, "unix:mode", 0700);
    permissions.handDownToDirectory(made);
    assertThat(mode(made)).isEqualTo(0700);
  }
}
