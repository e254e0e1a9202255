import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Checks the pictures of the demo: {@code java CheckPictures.java DIRECTORY FRAMES}. The animation
 * has as many frames as it should, none is blank, no two that follow each other are the same; the
 * contact sheet is not blank either.
 */
public final class CheckPictures {
  private static final int SMALLEST_WIDTH = 320;
  private static final int SMALLEST_HEIGHT = 180;
  private static final int FEWEST_COLOURS = 16;
  private static final double SMALLEST_DIFFERENCE = 0.001;

  public static void main(String[] arguments) throws IOException {
    File directory = new File(arguments[0]);
    int frames = Integer.parseInt(arguments[1]);
    checkAnimation(readAll(new File(directory, "animation.gif")), frames);
    checkNotBlank("contact sheet", readAll(new File(directory, "contact-sheet.png")).get(0));
    checkFrames(directory, frames);
    System.out.println(
        "pictures are fine: " + frames + " frames, none blank, each unlike the one before");
  }

  private static void checkAnimation(List<BufferedImage> images, int frames) {
    require(images.size() == frames, "the animation has " + images.size() + " frames");
    checkSequence("animation frame", images);
  }

  private static void checkFrames(File directory, int frames) throws IOException {
    File[] files = directory.listFiles((dir, name) -> name.matches("frame\\.\\d+\\.png"));
    require(files != null && files.length == frames, "there are not " + frames + " frame files");
    Arrays.sort(files);
    List<BufferedImage> images = new ArrayList<>();
    for (File file : files) {
      images.add(readAll(file).get(0));
    }
    checkSequence("frame", images);
  }

  private static void checkSequence(String what, List<BufferedImage> images) {
    for (int i = 0; i < images.size(); i++) {
      BufferedImage image = images.get(i);
      checkNotBlank(what + " " + (i + 1), image);
      require(
          image.getWidth() >= SMALLEST_WIDTH && image.getHeight() >= SMALLEST_HEIGHT,
          what + " " + (i + 1) + " has only " + image.getWidth() + "x" + image.getHeight());
      if (i > 0) {
        double difference = difference(images.get(i - 1), image);
        require(
            difference >= SMALLEST_DIFFERENCE,
            what + " " + (i + 1) + " is like the one before: " + difference);
      }
    }
  }

  private static void checkNotBlank(String what, BufferedImage image) {
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.add(image.getRGB(x, y));
      }
    }
    require(
        colours.size() >= FEWEST_COLOURS, what + " is blank: " + colours.size() + " colours");
  }

  /** The part of the pixels that differ. */
  private static double difference(BufferedImage a, BufferedImage b) {
    require(
        a.getWidth() == b.getWidth() && a.getHeight() == b.getHeight(), "frames differ in size");
    long different = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        different += a.getRGB(x, y) == b.getRGB(x, y) ? 0 : 1;
      }
    }
    return (double) different / ((long) a.getWidth() * a.getHeight());
  }

  private static List<BufferedImage> readAll(File file) throws IOException {
    require(file.isFile(), file + " is missing");
    try (ImageInputStream in = ImageIO.createImageInputStream(file)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      require(readers.hasNext(), file + " is not a picture");
      ImageReader reader = readers.next();
      reader.setInput(in);
      List<BufferedImage> images = new ArrayList<>();
      for (int i = 0; i < reader.getNumImages(true); i++) {
        images.add(reader.read(i));
      }
      reader.dispose();
      return images;
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      System.err.println("CheckPictures: " + message);
      System.exit(1);
    }
  }
}
