package org.jobqueue.examples.raytracer;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * The frames of an animation on disk.
 *
 * @param directory where they lie
 * @param count how many there should be
 */
record Frames(Path directory, int count) {
  /** The most frames an animation may have. */
  static final int LIMIT = 1000;

  private static final int MOST_PROBLEMS_NAMED = 10;

  /** Receives the frames one by one. */
  interface Visitor {
    void visit(int frame, BufferedImage image) throws InterruptedException;
  }

  /** The file of a frame, from 1. */
  Path file(int frame) {
    // Not the locale of the user: some write digits in another way, and workers may differ.
    return directory.resolve(String.format(Locale.ROOT, "frame.%04d.png", frame));
  }

  /**
   * Reads one frame, from 1.
   *
   * @throws IOException if it is missing or damaged; the message names the file
   */
  BufferedImage read(int frame) throws IOException {
    Path file = file(frame);
    if (Files.notExists(file)) {
      throw new IOException(file.getFileName() + " is missing");
    }
    BufferedImage image;
    try {
      image = ImageIO.read(file.toFile());
    } catch (IOException | RuntimeException e) {
      // RuntimeException: some kinds of damage surprise the reader.
      throw new IOException(file.getFileName() + " cannot be read: " + e.getMessage(), e);
    }
    if (image == null) {
      throw new IOException(file.getFileName() + " is not a picture");
    }
    return image;
  }

  /**
   * Reads all frames. Only one is in memory at a time.
   *
   * @throws IOException if frames are missing, damaged or of different sizes; the message names
   *     them
   */
  void readAll(Visitor visitor) throws IOException, InterruptedException {
    List<String> problems = new ArrayList<>();
    String expectedSize = "";
    for (int frame = 1; frame <= count; frame++) {
      try {
        BufferedImage image = read(frame);
        expectedSize = expectedSize.isEmpty() ? size(image) : expectedSize;
        requireSize(frame, image, expectedSize);
        visitor.visit(frame, image);
      } catch (IOException e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IOException(message(problems));
    }
  }

  private void requireSize(int frame, BufferedImage image, String expected) throws IOException {
    if (!size(image).equals(expected)) {
      throw new IOException(
          file(frame).getFileName() + " is " + size(image) + ", those before are " + expected);
    }
  }

  private static String size(BufferedImage image) {
    return image.getWidth() + "x" + image.getHeight();
  }

  private String message(List<String> problems) {
    int named = Math.min(problems.size(), MOST_PROBLEMS_NAMED);
    String more = problems.size() > named ? "\nand " + (problems.size() - named) + " more" : "";
    return String.format(
        Locale.ROOT,
        "%d of %d frames in %s cannot be used; render them again:\n%s%s",
        problems.size(),
        count,
        directory,
        String.join("\n", problems.subList(0, named)),
        more);
  }
}
