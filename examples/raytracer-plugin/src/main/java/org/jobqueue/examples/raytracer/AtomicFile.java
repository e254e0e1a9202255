package org.jobqueue.examples.raytracer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files that are there as a whole or not at all. An attempt may be killed at any moment, and
 * one that was given up may still be running beside the next: neither may leave half a file where
 * another job looks for it.
 */
final class AtomicFile {
  private AtomicFile() {}

  /** Writes the contents of a file. */
  interface Content {
    void writeTo(OutputStream out) throws IOException, InterruptedException;
  }

  /**
   * Writes the file under another name in the same directory, forces it to disk and renames it.
   * Replaces a file that is there. When the content throws, nothing is changed.
   */
  static void write(Path target, Content content) throws IOException, InterruptedException {
    Path temporary =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel file =
              FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file))) {
        content.writeTo(out);
        out.flush();
        file.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
