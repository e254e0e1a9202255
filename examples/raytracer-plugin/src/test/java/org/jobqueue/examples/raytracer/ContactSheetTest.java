package org.jobqueue.examples.raytracer;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
  @Test
  void shrinksLargeFramesToTheirMeans() {
    BufferedImage frame = new BufferedImage(320, 160, BufferedImage.TYPE_INT_RGB);
    frame.setRGB(0, 0, 0xc80000);
    frame.setRGB(1, 0, 0x006400);
    ContactSheet sheet = new ContactSheet(1, 6, 320, 160);
    sheet.add(1, frame);
    assertThat(sheet.image().getWidth()).isEqualTo(160 + 2 * ContactSheet.GAP);
    assertThat(sheet.image().getHeight())
        .isEqualTo(80 + ContactSheet.CAPTION + 2 * ContactSheet.GAP);
    assertThat(sheet.image().getRGB(ContactSheet.GAP, ContactSheet.GAP)).isEqualTo(0xff321900);
  }

  @Test
  void writesTheNumberBelowTheFrame() {
    ContactSheet sheet = new ContactSheet(1, 1, 16, 16);
    sheet.add(1, new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB));
    int background = sheet.image().getRGB(0, 0);
    int top = ContactSheet.GAP + 16;
    long marked = 0;
    for (int y = top; y < top + ContactSheet.CAPTION; y++) {
      for (int x = 0; x < sheet.image().getWidth(); x++) {
        marked += sheet.image().getRGB(x, y) == background ? 0 : 1;
      }
    }
    assertThat(marked).isEqualTo(10);
  }

  @Test
  void numbersAreReadable() {
    BufferedImage image = new BufferedImage(14, 7, BufferedImage.TYPE_INT_RGB);
    Digits.draw(image, 407, 0, 0, 0xffffff);
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < 7; y++) {
      for (int x = 0; x < 14; x++) {
        text.append((image.getRGB(x, y) & 1) == 1 ? '#' : '.');
      }
      text.append('\n');
    }
    assertThat(text.toString())
        .isEqualTo(
            """
            ..##..##..####
            .#.#.#..#....#
            #..#.#..#...#.
            ####.#..#...#.
            ...#.#..#..#..
            ...#.#..#..#..
            ...#..##...#..
            """);
  }
}
