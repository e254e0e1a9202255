package org.jobqueue.api.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.FrameRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramePlaceholdersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7     | f_{frame}.exr        | f_7.exr",
        "7     | f_{frame:4}.exr      | f_0007.exr",
        "12345 | {frame:4}            | 12345",
        "-7    | {frame} {frame:3}    | -7 -007",
        "5-9   | {first} {last:3}     | 5 009",
        "5-9   | -f {frames}          | -f 5-9",
        "1-9x2 | {frames} {first}     | 1-9x2 1",
        "7     | {fram} {frame:x} { } | {fram} {frame:x} { }",
        "7     | $1 {frame}           | $1 7",
      })
  void framesTakeThePlacesOfTheirNames(String frames, String text, String expected) {
    assertThat(new FramePlaceholders(Optional.of(FrameRange.parse(frames))).in(text))
        .isEqualTo(expected);
  }

  @Test
  void textsOfOrdinaryJobsStayAsTheyAre() {
    FramePlaceholders none = new FramePlaceholders(Optional.empty());
    assertThat(none.in(List.of("a", "{frame}"))).containsExactly("a", "{frame}");
    assertThat(none.in(Map.of("F", "{frames}"))).containsExactly(Map.entry("F", "{frames}"));
  }
}
