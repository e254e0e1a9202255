package org.jobqueue.procs.render;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Tells a whole picture from one that a full disk has cut off, as far as its first and last bytes
 * do. Of formats not known here it asks only that the file is not empty.
 *
 * <p>Of a bad picture on a full disk it says that there is no space left: Blender says nothing of
 * that when small files are lost only as they are closed, and POV-Ray does not say why it gave up.
 */
final class WholePictureCheck implements PictureCheck {
  private static final List<Format> FORMATS =
      List.of(
          new Format("PNG", ".png", "89504e470d0a1a0a", "0000000049454e44ae426082"),
          new Format("JPEG", ".jpg", "ffd8ff", "ffd9"),
          new Format("OpenEXR", ".exr", "762f3101", ""));

  /** With less than this a disk counts as full: what did not fit may have been removed again. */
  private static final long FULL_BYTES = 1 << 20;

  private final FreeSpace freeSpace;

  WholePictureCheck() {
    this(directory -> Files.getFileStore(directory).getUsableSpace());
  }

  WholePictureCheck(FreeSpace freeSpace) {
    this.freeSpace = freeSpace;
  }

  /** How many bytes can still be written. */
  interface FreeSpace {
    long bytes(Path directory) throws IOException;
  }

  /** How a file of such a name starts, in hexadecimal; empty if that is not known. */
  static Optional<String> startOf(String name) {
    return FORMATS.stream()
        .filter(format -> name.endsWith(format.extension()))
        .map(Format::start)
        .findFirst();
  }

  @Override
  public Optional<String> fault(Path picture) {
    return faultOfFile(picture).map(fault -> fault + fullDisk(picture));
  }

  /** What to add where the disk is full; empty where it is not, or cannot be asked. */
  private String fullDisk(Path picture) {
    Path directory = picture.toAbsolutePath().getParent();
    if (directory == null) {
      return "";
    }
    try {
      long free = freeSpace.bytes(directory);
      return free < FULL_BYTES ? " (no space left on device: " + free + " bytes are free)" : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static Optional<String> faultOfFile(Path picture) {
    try (SeekableByteChannel channel = Files.newByteChannel(picture)) {
      return channel.size() == 0 ? Optional.of("is empty") : formatFault(picture, channel);
    } catch (NoSuchFileException e) {
      return Optional.of("does not exist");
    } catch (IOException e) {
      return Optional.of("cannot be read: " + e);
    }
  }

  private static Optional<String> formatFault(Path picture, SeekableByteChannel channel)
      throws IOException {
    for (Format format : FORMATS) {
      if (picture.toString().endsWith(format.extension())) {
        return format.fault(channel);
      }
    }
    return Optional.empty();
  }

  /** How a file of a format starts and ends, in hexadecimal. */
  private record Format(String name, String extension, String start, String end) {
    Optional<String> fault(SeekableByteChannel channel) throws IOException {
      if (!has(channel, start, 0)) {
        return Optional.of("is not a picture in " + name + " format");
      }
      long startOfEnd = channel.size() - end.length() / 2;
      return has(channel, end, startOfEnd)
          ? Optional.empty()
          : Optional.of("is cut off: is the disk full?");
    }

    private static boolean has(SeekableByteChannel channel, String hex, long position)
        throws IOException {
      byte[] expected = HexFormat.of().parseHex(hex);
      ByteBuffer found = ByteBuffer.allocate(expected.length);
      channel.position(Math.max(0, position));
      while (found.hasRemaining() && channel.read(found) >= 0) {
        // A read may bring less than was asked for.
      }
      return Arrays.equals(expected, found.array());
    }
  }
}
