package org.jobqueue.examples.raytracer;

import java.awt.image.BufferedImage;

/** A picture with small copies of all frames, each with its number below it. */
final class ContactSheet {
  static final int GAP = 8;
  static final int CAPTION = Digits.HEIGHT + 5;
  static final int LARGEST_WIDTH = 160;

  private static final int BACKGROUND = 0x16181d;
  private static final int TEXT = 0xb4bac6;

  private final int columns;
  private final int cellWidth;
  private final int cellHeight;
  private final BufferedImage sheet;

  /** A sheet for some frames of one size. */
  ContactSheet(int frames, int columns, int frameWidth, int frameHeight) {
    this.columns = Math.min(columns, frames);
    this.cellWidth = Math.min(frameWidth, LARGEST_WIDTH);
    this.cellHeight = Math.max(1, Math.round((float) frameHeight * cellWidth / frameWidth));
    int rows = (frames + this.columns - 1) / this.columns;
    sheet =
        new BufferedImage(
            GAP + this.columns * (cellWidth + GAP),
            GAP + rows * (cellHeight + CAPTION + GAP),
            BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < sheet.getHeight(); y++) {
      for (int x = 0; x < sheet.getWidth(); x++) {
        sheet.setRGB(x, y, BACKGROUND);
      }
    }
  }

  BufferedImage image() {
    return sheet;
  }

  /** Adds a frame, from 1. */
  void add(int frame, BufferedImage image) {
    int left = GAP + (frame - 1) % columns * (cellWidth + GAP);
    int top = GAP + (frame - 1) / columns * (cellHeight + CAPTION + GAP);
    for (int y = 0; y < cellHeight; y++) {
      for (int x = 0; x < cellWidth; x++) {
        sheet.setRGB(left + x, top + y, mean(image, x, y));
      }
    }
    Digits.draw(sheet, frame, left + 1, top + cellHeight + 4, TEXT);
  }

  /** The mean of the pixels of the frame that fall into one pixel of the copy. */
  private int mean(BufferedImage image, int x, int y) {
    int fromX = x * image.getWidth() / cellWidth;
    int toX = Math.max(fromX + 1, (x + 1) * image.getWidth() / cellWidth);
    int fromY = y * image.getHeight() / cellHeight;
    int toY = Math.max(fromY + 1, (y + 1) * image.getHeight() / cellHeight);
    long red = 0;
    long green = 0;
    long blue = 0;
    for (int j = fromY; j < toY; j++) {
      for (int i = fromX; i < toX; i++) {
        int rgb = image.getRGB(i, j);
        red += rgb >> 16 & 255;
        green += rgb >> 8 & 255;
        blue += rgb & 255;
      }
    }
    int pixels = (toX - fromX) * (toY - fromY);
    return (int) (red / pixels) << 16 | (int) (green / pixels) << 8 | (int) (blue / pixels);
  }
}
