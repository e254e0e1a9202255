package org.jobqueue.examples.raytracer;

import java.awt.image.BufferedImage;
import java.util.List;

/** Draws numbers. Fonts of Java need libraries that a server may not have; ten digits do not. */
final class Digits {
  static final int WIDTH = 4;
  static final int HEIGHT = 7;

  /** Seven rows per digit, with a space between them; a {@code #} is a pixel. */
  private static final List<String> SHAPES =
      List.of(
          ".##. #..# #..# #..# #..# #..# .##.",
          "..#. .##. ..#. ..#. ..#. ..#. .###",
          ".##. #..# ...# ..#. .#.. #... ####",
          ".##. #..# ...# .##. ...# #..# .##.",
          "..## .#.# #..# #### ...# ...# ...#",
          "#### #... ###. ...# ...# #..# .##.",
          ".##. #... ###. #..# #..# #..# .##.",
          "#### ...# ..#. ..#. .#.. .#.. .#..",
          ".##. #..# #..# .##. #..# #..# .##.",
          ".##. #..# #..# .### ...# ...# .##.");

  private Digits() {}

  /** Draws a number that is not negative, its left upper corner at x and y. */
  static void draw(BufferedImage image, int number, int x, int y, int rgb) {
    String text = Integer.toString(number);
    for (int i = 0; i < text.length(); i++) {
      String shape = SHAPES.get(text.charAt(i) - '0');
      for (int row = 0; row < HEIGHT; row++) {
        for (int column = 0; column < WIDTH; column++) {
          if (shape.charAt(row * (WIDTH + 1) + column) == '#') {
            image.setRGB(x + i * (WIDTH + 1) + column, y + row, rgb);
          }
        }
      }
    }
  }
}
