package org.jobqueue.core.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jobqueue.api.ArchivedJob;
import org.jobqueue.api.DamagedArchiveException;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobStateException;
import org.jobqueue.api.NoSuchJobException;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.ArchiveManifest;
import org.jobqueue.core.format.ArchiveManifest.Entry;
import org.jobqueue.core.format.ArchiveManifest.Kind;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.inspect.Bed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  private static final JobId ROOT = JobId.ofRoot(1);
  private static final long SEED = Long.getLong("jobqueue.archive.seed", 1);

  @TempDir Path temp;
  private Bed bed;
  private Path job;

  @BeforeEach
  void runAJob() throws IOException {
    QueueOptions options =
        QueueOptions.defaults().withDurability(Durability.NONE).withUseSymLinks(true);
    bed = new Bed(temp.resolve("queue"), options);
    bed.submit(Bed.diamond());
    bed.run(99);
    job = bed.layout().job(ROOT);
    Path attempt;
    try (Stream<Path> names = Files.list(job)) {
      attempt = names.filter(p -> p.toString().contains("attempt-")).findFirst().orElseThrow();
    }
    byte[] noise = new byte[300_000];
    new Random(SEED).nextBytes(noise);
    Files.write(attempt.resolve("stdout"), noise);
    Files.createDirectories(attempt.resolve("empty/deeper"));
    Files.writeString(attempt.resolve("ümläut 名 \n line"), "text");
    Files.createSymbolicLink(attempt.resolve("dangling"), Path.of("../nowhere"));
    Files.setPosixFilePermissions(
        Files.writeString(attempt.resolve("script"), "#!/bin/sh\n"),
        PosixFilePermissions.fromString("rwxr-x---"));
  }

  private ArchivedJob archive() throws IOException {
    return new Archiver(bed.process()).archive(ROOT, Optional.empty());
  }

  /** Names, kinds, contents and permissions of all that is in a directory. */
  private static Map<String, String> tree(Path top) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = top.relativize(path).toString();
        if (Files.isSymbolicLink(path)) {
          all.put(name, "-> " + Files.readSymbolicLink(path));
        } else {
          all.put(
              name,
              PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                  + (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                      ? "/"
                      : new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1)));
        }
      }
    }
    return all;
  }

  @Test
  void aRestoredJobIsWhatItWasButForItsNumber() throws IOException {
    Map<String, String> before = tree(job);
    ArchivedJob archived = archive();
    assertThat(archived.removed()).isTrue();
    assertThat(job).doesNotExist();
    assertThat(archived.file()).isRegularFile();

    JobId restored = new Restorer(bed.process()).restore(archived.file());

    assertThat(restored).isEqualTo(JobId.ofRoot(2));
    Map<String, String> after = tree(bed.layout().job(restored));
    after.replaceAll(
        (name, text) -> text.replace("{\"format\":1,\"number\":2,", "{\"format\":1,\"number\":1,"));
    assertThat(after).isEqualTo(before);
    assertThat(bed.check(true)).isEmpty();
    assertThat(archived.file()).isRegularFile();
  }

  @Test
  void inAFreshQueueItIsWhatItWasToTheByte() throws IOException {
    Map<String, String> before = tree(job);
    Path file = archive().file();
    Bed other = new Bed(temp.resolve("other"));
    assertThat(new Restorer(other.process()).restore(file)).isEqualTo(ROOT);
    assertThat(tree(other.layout().job(ROOT))).isEqualTo(before);
    assertThat(other.check(true)).isEmpty();
  }

  @Test
  void theSameFilesMakeTheSameArchive() throws IOException {
    Path copy = Files.createDirectory(temp.resolve("archives"));
    ArchiveManifest manifest = ArchiveManifest.of(ROOT, TreeWalk.entries(new LocalFiles(), job));
    new ArchiveFile(new LocalFiles(), copy.resolve("one")).write(manifest, job);
    Path archived = archive().file();
    assertThat(archived).hasSameBinaryContentAs(copy.resolve("one"));
  }

  @Test
  void theTargetMayBeADirectoryOrANewFile() throws IOException {
    Path existing = Files.writeString(temp.resolve("existing"), "mine");
    Archiver archiver = new Archiver(bed.process());
    assertThatThrownBy(() -> archiver.archive(ROOT, Optional.of(existing)))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> archiver.archive(ROOT, Optional.of(temp.resolve("no/such/dir"))))
        .isInstanceOf(IOException.class);
    assertThat(job).isDirectory();
    assertThat(existing).hasContent("mine");
    Path fresh = temp.resolve("fresh.zip");
    assertThat(archiver.archive(ROOT, Optional.of(fresh)).file()).isEqualTo(fresh);
    assertThat(fresh).isRegularFile();
    JobId again = new Restorer(bed.process()).restore(fresh);
    assertThat(archiver.archive(again, Optional.of(temp)).file().getParent()).isEqualTo(temp);
  }

  @Test
  void jobsThatHaveNotComeToTheirEndAreRefused() throws IOException {
    bed.submit(Bed.single());
    Archiver archiver = new Archiver(bed.process());
    assertThatThrownBy(() -> archiver.archive(JobId.ofRoot(2), Optional.empty()))
        .isInstanceOf(JobStateException.class)
        .hasMessage("job 2 is waiting; only what is done, failed or cancelled is archived");
    assertThatThrownBy(() -> archiver.archive(JobId.parse("1/0"), Optional.empty()))
        .isInstanceOf(JobStateException.class)
        .hasMessage("job 1/0 is a sub-job; only all of job 1 is archived");
    assertThatThrownBy(() -> archiver.archive(JobId.ofRoot(9), Optional.empty()))
        .isInstanceOf(NoSuchJobException.class);
  }

  @Test
  void anyByteThatIsChangedOrMissingIsNoticed() throws IOException {
    byte[] whole = Files.readAllBytes(archive().file());
    Random random = new Random(SEED);
    Path damaged = temp.resolve("damaged.zip");
    List<Integer> places = new ArrayList<>(List.of(0, 1, 30, whole.length - 1, whole.length - 64));
    for (int i = 0; i < 40; i++) {
      places.add(random.nextInt(whole.length));
    }
    for (int place : places) {
      byte[] changed = whole.clone();
      changed[place] ^= (byte) (1 + random.nextInt(255));
      requireRefused(Files.write(damaged, changed), "its checksum is wrong");
      requireRefused(Files.write(damaged, Arrays.copyOf(whole, place)), "its checksum is wrong");
    }
    requireRefused(Files.write(damaged, Arrays.copyOf(whole, whole.length + 1)), "checksum");
    requireRefused(Files.writeString(damaged, "no zip at all"), "is no archive of a job");
    requireRefused(temp.resolve("missing.zip"), "does not exist");
    assertThat(bed.layout().job(JobId.ofRoot(2))).doesNotExist();
  }

  private void requireRefused(Path file, String message) {
    assertThatThrownBy(() -> new Restorer(bed.process()).restore(file))
        .isInstanceOf(DamagedArchiveException.class)
        .hasMessageStartingWith(file + " ")
        .hasMessageContaining(message);
  }

  /** An archive whose seal is right, made by somebody who wants harm. */
  private Path forged(ArchiveManifest manifest, UnaryOperator<byte[]> content) throws IOException {
    Path file = temp.resolve("forged.zip");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(new SealedOutput(bytes))) {
      zip.setComment(SealedOutput.comment());
      zip.putNextEntry(new ZipEntry(ArchiveManifest.NAME));
      zip.write(manifest.toBytes());
      Set<String> names = new HashSet<>();
      for (Entry entry : manifest.entries()) {
        if (!names.add(entry.zipName())) {
          continue;
        }
        zip.putNextEntry(new ZipEntry(entry.zipName()));
        if (entry.kind() == Kind.FILE) {
          zip.write(content.apply(contentOf(entry)));
        } else if (entry.kind() == Kind.LINK) {
          zip.write("/etc".getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return Files.write(file, bytes.toByteArray());
  }

  private byte[] contentOf(Entry entry) throws IOException {
    Path path = job.resolve(entry.path()).normalize();
    return path.startsWith(job) && Files.isRegularFile(path)
        ? Files.readAllBytes(path)
        : "evil".getBytes(StandardCharsets.UTF_8);
  }

  private ArchiveManifest with(Entry... more) throws IOException {
    List<Entry> entries = new ArrayList<>(TreeWalk.entries(new LocalFiles(), job));
    entries.removeIf(entry -> entry.kind() == Kind.LINK);
    entries.addAll(List.of(more));
    return ArchiveManifest.of(ROOT, entries);
  }

  private static Entry evil(String path, Kind kind) {
    byte[] content = (kind == Kind.LINK ? "/etc" : "evil").getBytes(StandardCharsets.UTF_8);
    boolean directory = kind == Kind.DIRECTORY;
    String digest = Digests.hex(directory ? new byte[0] : content);
    return new Entry(path, kind, directory ? 0 : content.length, digest, null);
  }

  @Test
  void namesThatLeadElsewhereAreRefused() throws IOException {
    for (String path :
        List.of("../evil", "a/../../evil", "/etc/evil", "job0/../../evil", "", ".", "x//y", "..")) {
      requireRefused(
          forged(with(evil(path, Kind.FILE)), bytes -> bytes), path.isEmpty() ? "begin" : "has");
    }
    requireRefused(
        forged(with(evil("link", Kind.LINK), evil("link/evil", Kind.FILE)), bytes -> bytes),
        "link/evil, which lies in no directory of the job");
    requireRefused(
        forged(with(evil("a", Kind.FILE), evil("a", Kind.FILE)), bytes -> bytes), "names a twice");
    requireRefused(
        forged(with(evil("s.9.done.1.0.0.a_1_b.5", Kind.FILE)), bytes -> bytes),
        "more than one state");
    requireRefused(
        forged(with(evil("sub/job0/s.9.waiting.1.0.0.a_1_b.5", Kind.FILE)), bytes -> bytes),
        "has not come to its end");
    assertThat(temp.resolve("evil")).doesNotExist();
    assertThat(bed.layout().jobs().resolve("evil")).doesNotExist();
  }

  @Test
  void moreThanTheManifestSaysIsRefused() throws IOException {
    requireRefused(
        forged(with(), bytes -> Arrays.copyOf(bytes, bytes.length + 3_000_000)),
        "than its manifest says");
    requireRefused(
        forged(with(), bytes -> Arrays.copyOf(bytes, Math.max(0, bytes.length - 1))),
        "than its manifest says");
    requireRefused(
        forged(with(evil("sub/job0", Kind.DIRECTORY)), bytes -> bytes), "names sub/job0 twice");
  }
}
