package org.jobqueue.cli.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;

/** A rendered frame of the scenes of these tests: a red square on blue ground. */
final class Picture {
  static final int WIDTH = 64;
  static final int HEIGHT = 48;

  /** The square has 10 by 10 pixels; those at its edges may be mixed with the ground. */
  private static final int LEAST_RED = 81;

  private static final int MOST_RED = 100;
  private static final Offset<Double> ONE_PIXEL = within(1.0);

  private final Path file;
  private final BufferedImage image;

  private Picture(Path file, BufferedImage image) {
    this.file = file;
    this.image = image;
  }

  static Picture read(Path file) throws IOException {
    assertThat(file).isNotEmptyFile();
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image).as(file.toString()).isNotNull();
    return new Picture(file, image);
  }

  /** The square is where the number of the frame says, and there is nothing but the ground else. */
  void assertShowsFrame(int frame) {
    assertThat(image.getWidth()).as("width of %s", file).isEqualTo(WIDTH);
    assertThat(image.getHeight()).as("height of %s", file).isEqualTo(HEIGHT);
    List<Integer> columns = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    int blue = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        Color colour = new Color(image.getRGB(x, y));
        if (colour.getRed() > 200 && colour.getGreen() < 30 && colour.getBlue() < 80) {
          columns.add(x);
          rows.add(y);
        } else if (colour.getRed() < 30 && colour.getGreen() < 30 && isGround(colour.getBlue())) {
          blue++;
        }
      }
    }
    assertThat(columns).as("red pixels of %s", file).hasSizeBetween(LEAST_RED, MOST_RED);
    // From frame 1 to 11 the centre goes from 7 to 57, 5 pixels a frame; 6.5 is that of pixels
    // 2-11.
    assertThat(mean(columns)).as("column in %s", file).isCloseTo(1.5 + 5 * frame, ONE_PIXEL);
    assertThat(mean(rows)).as("row in %s", file).isCloseTo(23.5, ONE_PIXEL);
    int edge = 44;
    assertThat(blue)
        .as("blue pixels of %s", file)
        .isBetween(WIDTH * HEIGHT - MOST_RED - edge, WIDTH * HEIGHT - LEAST_RED);
  }

  /** As {@link #assertShowsFrame}, for a frame whose colours a codec has changed a little. */
  void assertLooksLikeFrame(int frame) {
    assertThat(image.getWidth()).as("width of %s", file).isEqualTo(WIDTH);
    assertThat(image.getHeight()).as("height of %s", file).isEqualTo(HEIGHT);
    int column = 2 + 5 * frame;
    Color square = new Color(image.getRGB(column, 24));
    assertThat(square.getRed() - square.getBlue()).as("%s of %s", square, file).isGreaterThan(150);
    for (int far : List.of(column - 15, column + 15)) {
      Color ground = new Color(image.getRGB(far, 24));
      assertThat(ground.getBlue() - ground.getRed()).as("%s of %s", ground, file).isGreaterThan(80);
    }
  }

  /** A quarter of the light is 137 of 255 in sRGB. */
  private static boolean isGround(int blue) {
    return Math.abs(blue - 137) <= 6;
  }

  private static double mean(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).average().orElseThrow();
  }
}
