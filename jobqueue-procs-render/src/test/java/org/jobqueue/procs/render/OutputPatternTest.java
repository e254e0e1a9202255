package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OutputPatternTest {
  @Test
  void findsTheFrame() {
    assertThat(pattern("/out/f_####").frameOf("/out/f_0012.png")).hasValue(12);
    assertThat(pattern("/out/f_####").frameOf("/out/f_0000.png")).hasValue(0);
    assertThat(pattern("/out/f_####").frameOf("/out/f_12345.png")).hasValue(12345);
    assertThat(pattern("/out/#").frameOf("/out/7.png")).hasValue(7);
    assertThat(pattern("/out/##########").frameOf("/out/0000000007.png")).hasValue(7);
  }

  @Test
  void theLastRunOfHashesCounts() {
    assertThat(pattern("/out/#a_##b").frameOf("/out/#a_03b.png")).hasValue(3);
    assertThat(pattern("/o#/f_##").frameOf("/o#/f_03.png")).hasValue(3);
  }

  @Test
  void ignoresDetoursInThePath() {
    assertThat(pattern("/out/x/../f_##").frameOf("/out/./f_03.png")).hasValue(3);
  }

  @Test
  void otherFilesHaveNoFrame() {
    OutputPattern pattern = pattern("/out/f_####");
    assertThat(pattern.frameOf("/out/g_0001.png")).isEmpty();
    assertThat(pattern.frameOf("/other/f_0001.png")).isEmpty();
    assertThat(pattern.frameOf("f_0001.png")).isEmpty();
    assertThat(pattern.frameOf("/out/f_001.png")).isEmpty();
    assertThat(pattern.frameOf("/out/f_00001.png")).isEmpty();
    assertThat(pattern.frameOf("/out/f_" + "9".repeat(30) + ".png")).isEmpty();
    assertThat(pattern.frameOf("/out/f_0001\0.png")).isEmpty();
    assertThat(pattern.frameOf("/")).isEmpty();
  }

  @Test
  void needsAHash() {
    assertThatThrownBy(() -> pattern("/o#/f"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no # in the file name of '/o#/f'");
  }

  private static OutputPattern pattern(String path) {
    return new OutputPattern(Path.of(path));
  }
}
