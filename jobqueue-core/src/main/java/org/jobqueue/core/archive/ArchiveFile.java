package org.jobqueue.core.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jobqueue.api.DamagedArchiveException;
import org.jobqueue.core.format.ArchiveManifest;
import org.jobqueue.core.format.ArchiveManifest.Entry;
import org.jobqueue.core.format.ArchiveManifest.Kind;
import org.jobqueue.core.fs.QueueFiles;
import org.jspecify.annotations.Nullable;

/**
 * A zip file with the manifest first, then the entries in its order, and the digest of all of it at
 * the end. The same files make the same bytes.
 */
final class ArchiveFile {
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final QueueFiles files;
  private final Path file;

  ArchiveFile(QueueFiles files, Path file) {
    this.files = files;
    this.file = file;
  }

  /** Is given the entries of an archive in their order. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Takes one entry.
     *
     * @param content to be read to its end; nothing for a directory
     */
    void take(Entry entry, InputStream content) throws IOException;
  }

  /** Writes the archive of a directory. */
  void write(ArchiveManifest manifest, Path top) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(new SealedOutput(files.openOutput(file)))) {
      zip.setComment(SealedOutput.comment());
      begin(zip, ArchiveManifest.NAME);
      zip.write(manifest.toBytes());
      for (Entry entry : manifest.entries()) {
        begin(zip, entry.zipName());
        if (entry.kind() == Kind.LINK) {
          zip.write(TreeWalk.target(files, top.resolve(entry.path())));
        } else if (entry.kind() == Kind.FILE) {
          try (InputStream in = files.openInput(top.resolve(entry.path()))) {
            in.transferTo(zip);
          }
        }
        zip.closeEntry();
      }
    }
  }

  private static void begin(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
  }

  /**
   * Reads all of the archive without keeping anything of it.
   *
   * @throws DamagedArchiveException if it is damaged
   */
  ArchiveManifest verify() throws IOException {
    return read((entry, content) -> {});
  }

  /**
   * Reads the archive.
   *
   * @throws DamagedArchiveException if it is damaged; parts of it may have been handed over
   */
  ArchiveManifest read(Receiver receiver) throws IOException {
    requireSealed();
    try (ZipInputStream zip = new ZipInputStream(files.openInput(file))) {
      ArchiveManifest manifest = manifest(zip);
      for (Entry entry : manifest.entries()) {
        requireNext(zip, entry.zipName());
        Checked content = new Checked(zip, entry);
        receiver.take(entry, content);
        content.finish();
      }
      if (zip.getNextEntry() != null) {
        throw damaged("has entries that its manifest does not name", null);
      }
      return manifest;
    } catch (ZipException e) {
      throw damaged("is damaged: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw damaged("has a name that cannot be read", e);
    }
  }

  private void requireSealed() throws IOException {
    if (files.kind(file) == QueueFiles.Kind.MISSING) {
      throw damaged("does not exist", null);
    }
    try (InputStream in = files.openInput(file)) {
      if (!SealedOutput.isSealed(in)) {
        throw damaged(
            "is no archive of a job, or is damaged: its checksum is wrong, so it was cut off or"
                + " changed",
            null);
      }
    }
  }

  private ArchiveManifest manifest(ZipInputStream zip) throws IOException {
    requireNext(zip, ArchiveManifest.NAME);
    byte[] content = zip.readNBytes(ArchiveManifest.SIZE_LIMIT + 1);
    if (content.length > ArchiveManifest.SIZE_LIMIT) {
      throw damaged("has a manifest that is too large", null);
    }
    try {
      return ArchiveManifest.parse(content);
    } catch (IOException e) {
      throw damaged(String.valueOf(e.getMessage()), e);
    }
  }

  private void requireNext(ZipInputStream zip, String name) throws IOException {
    ZipEntry entry = zip.getNextEntry();
    if (entry == null || !entry.getName().equals(name)) {
      throw damaged(
          "has "
              + (entry == null ? "nothing" : "'" + entry.getName() + "'")
              + " where its manifest wants '"
              + name
              + "'",
          null);
    }
  }

  private DamagedArchiveException damaged(String problem, @Nullable Throwable cause) {
    return new DamagedArchiveException(file, problem, cause);
  }

  /** The content of an entry: never more than its manifest says, and exactly that in the end. */
  private final class Checked extends InputStream {
    private final InputStream in;
    private final Entry entry;
    private final MessageDigest digest = Digests.sha256();
    private long size;

    Checked(InputStream in, Entry entry) {
      this.in = in;
      this.entry = entry;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = in.read(buffer, offset, length);
      if (n > 0) {
        size += n;
        digest.update(buffer, offset, n);
        if (size > entry.size()) {
          throw damaged("has more in '" + entry.path() + "' than its manifest says", null);
        }
      }
      return n;
    }

    void finish() throws IOException {
      transferTo(OutputStream.nullOutputStream());
      if (size != entry.size() || !Digests.hex(digest).equals(entry.sha256())) {
        throw damaged("has another '" + entry.path() + "' than its manifest says", null);
      }
    }
  }
}
