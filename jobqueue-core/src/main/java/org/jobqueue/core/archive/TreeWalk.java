package org.jobqueue.core.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jobqueue.core.format.ArchiveManifest.Entry;
import org.jobqueue.core.format.ArchiveManifest.Kind;
import org.jobqueue.core.fs.QueueFiles;
import org.jspecify.annotations.Nullable;

/** What is in a directory, in the order of names. */
final class TreeWalk {
  private static final String EMPTY = Digests.hex(new byte[0]);

  private final QueueFiles files;
  private final Path top;
  private final List<Entry> entries = new ArrayList<>();

  private TreeWalk(QueueFiles files, Path top) {
    this.files = files;
    this.top = top;
  }

  /** A directory and everything in it; the content of each file is read. */
  static List<Entry> entries(QueueFiles files, Path top) throws IOException {
    TreeWalk walk = new TreeWalk(files, top);
    walk.directory("");
    return walk.entries;
  }

  private void directory(String path) throws IOException {
    entries.add(new Entry(path, Kind.DIRECTORY, 0, EMPTY, permissions(path)));
    for (String name : new TreeSet<>(files.list(top.resolve(path)))) {
      if (!name.startsWith(".nfs") && !name.startsWith(".fuse_hidden")) {
        entry(path.isEmpty() ? name : path + "/" + name);
      }
    }
  }

  private void entry(String path) throws IOException {
    switch (files.kind(top.resolve(path))) {
      case DIRECTORY -> directory(path);
      case FILE -> file(path);
      case LINK -> {
        byte[] target = target(files, top.resolve(path));
        entries.add(new Entry(path, Kind.LINK, target.length, Digests.hex(target), null));
      }
      case MISSING -> throw new IOException(top.resolve(path) + " was removed meanwhile");
      case OTHER ->
          throw new IOException(
              top.resolve(path) + " is no file, directory or link, and cannot be archived");
    }
  }

  static byte[] target(QueueFiles files, Path link) throws IOException {
    return files
        .linkTarget(link)
        .orElseThrow(() -> new IOException("where " + link + " leads to cannot be seen"))
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private void file(String path) throws IOException {
    MessageDigest digest = Digests.sha256();
    long size = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = files.openInput(top.resolve(path))) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        size += n;
      }
    }
    entries.add(new Entry(path, Kind.FILE, size, Digests.hex(digest), permissions(path)));
  }

  private @Nullable String permissions(String path) throws IOException {
    return files.permissions(top.resolve(path)).map(PosixFilePermissions::toString).orElse(null);
  }
}
