package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholePictureCheckTest {
  @TempDir Path directory;

  private final WholePictureCheck check = new WholePictureCheck();

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void aWholePictureIsGood(String format) throws IOException {
    assertThat(check.fault(picture(format))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void aPictureThatIsCutOffAnywhereIsNot(String format) throws IOException {
    Path picture = picture(format);
    byte[] bytes = Files.readAllBytes(picture);
    for (int length = 20; length < bytes.length; length += 7) {
      Files.write(picture, Arrays.copyOf(bytes, length));
      assertThat(check.fault(picture)).contains("is cut off: is the disk full?");
    }
    Files.write(picture, Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(check.fault(picture)).contains("is cut off: is the disk full?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "a.jpg", "a.exr", "a.tga"})
  void anEmptyFileIsNotGood(String name) throws IOException {
    assertThat(check.fault(Files.createFile(directory.resolve(name)))).contains("is empty");
  }

  @Test
  void onAFullDiskThatIsSaidTooSoThatTheJobIsTriedAgain() throws IOException {
    Path empty = Files.createFile(directory.resolve("a.png"));
    Path missing = directory.resolve("none.png");
    WholePictureCheck full = new WholePictureCheck(where -> 4096);
    assertThat(full.fault(empty))
        .contains("is empty (no space left on device: 4096 bytes are free)");
    assertThat(full.fault(missing)).get().asString().contains("no space left on device");
    assertThat(full.fault(picture("png"))).isEmpty();
    assertThat(new WholePictureCheck(where -> 1 << 20).fault(empty)).contains("is empty");
  }

  @Test
  void aDiskThatCannotBeAskedIsNotFull() throws IOException {
    WholePictureCheck gone =
        new WholePictureCheck(
            where -> {
              throw new IOException("stale");
            });
    assertThat(gone.fault(directory.resolve("none.png"))).contains("does not exist");
  }

  @Test
  void aFileThatIsMissing() {
    assertThat(check.fault(directory.resolve("none.png"))).contains("does not exist");
  }

  @Test
  void aFileFullOfZeros() throws IOException {
    Path picture = directory.resolve("zeros.png");
    Files.write(picture, new byte[4096]);
    assertThat(check.fault(picture)).contains("is not a picture in PNG format");
    Files.write(picture, new byte[2]);
    assertThat(check.fault(picture)).contains("is not a picture in PNG format");
  }

  @Test
  void openExrIsKnownByItsStart() throws IOException {
    Path picture = directory.resolve("a.exr");
    Files.write(picture, HexFormat.of().parseHex("762f310102000000"));
    assertThat(check.fault(picture)).isEmpty();
    Files.write(picture, HexFormat.of().parseHex("0000000002000000"));
    assertThat(check.fault(picture)).contains("is not a picture in OpenEXR format");
  }

  @Test
  void aDirectoryCannotBeRead() throws IOException {
    Path picture = Files.createDirectory(directory.resolve("dir.png"));
    assertThat(check.fault(picture)).hasValueSatisfying(fault -> assertThat(fault).isNotBlank());
  }

  private Path picture(String format) throws IOException {
    Path file = directory.resolve("picture." + format);
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    image.setRGB(3, 4, 0xff8800);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }
}
