package org.jobqueue.examples.raytracer;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** PNG files. */
final class Pictures {
  private Pictures() {}

  static void writePng(BufferedImage image, OutputStream out) throws IOException {
    // A stream of our own, since ImageIO would otherwise make a temporary file.
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(image, "png", stream)) {
        throw new IOException("this Java has no writer for PNG");
      }
    }
  }
}
