package org.jobqueue.examples.raytracer;

import java.awt.image.BufferedImage;

/** Turns a scene into a picture. On one machine the same scene gives the same bits. */
final class Renderer {
  private final Scene scene;
  private final Camera camera;
  private final int grid;

  /**
   * A renderer.
   *
   * @param grid the rows and columns of the rays through one pixel
   */
  Renderer(Scene scene, Camera camera, int grid) {
    this.scene = scene;
    this.camera = camera;
    this.grid = grid;
  }

  /** Hears how far the picture is, and may end the work by an exception. */
  interface Progress {
    void rowsDone(int rows) throws InterruptedException;
  }

  BufferedImage render(int width, int height, Progress progress) throws InterruptedException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        image.setRGB(column, row, toRgb(pixel(column, row, width, height)));
      }
      progress.rowsDone(row + 1);
    }
    return image;
  }

  private Vector pixel(int column, int row, int width, int height) {
    Vector sum = Vector.ZERO;
    for (int i = 0; i < grid; i++) {
      for (int j = 0; j < grid; j++) {
        double x = column + (j + 0.5) / grid;
        double y = row + (i + 0.5) / grid;
        Ray ray = camera.ray((2 * x - width) / height, (height - 2 * y) / height);
        sum = sum.plus(toneMap(scene.colour(ray)));
      }
    }
    return sum.times(1.0 / (grid * grid));
  }

  /** Bends what is bright towards 1, so that highlights do not burn out. */
  private static Vector toneMap(Vector colour) {
    return new Vector(toneMap(colour.x()), toneMap(colour.y()), toneMap(colour.z()));
  }

  private static double toneMap(double value) {
    double knee = 0.6;
    return value < knee ? value : 1 - (1 - knee) * Math.exp((knee - value) / (1 - knee));
  }

  private static int toRgb(Vector colour) {
    return toByte(colour.x()) << 16 | toByte(colour.y()) << 8 | toByte(colour.z());
  }

  /** Gamma correction: screens show a byte of half the range at a fifth of the brightness. */
  private static int toByte(double value) {
    double curve = value <= 0.0031308 ? 12.92 * value : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
    return (int) Math.round(255 * curve);
  }
}
