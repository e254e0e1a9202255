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
 */
final class WholePictureCheck implements PictureCheck {
  private static final List<Format> FORMATS =
      List.of(
          new Format("PNG", ".png", "89504e470d0a1a0a", "0000000049454e44ae426082"),
          new Format("JPEG", ".jpg", "ffd8ff", "ffd9"),
          new Format("OpenEXR", ".exr", "762f3101", ""));

  /** How a file of such a name starts, in hexadecimal; empty if that is not known. */
  static Optional<String> startOf(String name) {
    return FORMATS.stream()
        .filter(format -> name.endsWith(format.extension()))
        .map(Format::start)
        .findFirst();
  }

  @Override
  public Optional<String> fault(Path picture) {
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
