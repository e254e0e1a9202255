package org.jobqueue.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastLinesTest {
  @Test
  void keepsTheLastOnes() {
    LastLines lines = new LastLines(2);
    lines.add("a");
    lines.add("b");
    lines.add("c");
    assertThat(lines.toList()).containsExactly("b", "c");
  }

  @Test
  void shortensLongOnesBetweenCharacters() {
    LastLines lines = new LastLines(2);
    lines.add("x".repeat(LastLines.LONGEST_LINE));
    lines.add("x".repeat(LastLines.LONGEST_LINE - 2) + "😀😀");
    assertThat(lines.toList())
        .containsExactly(
            "x".repeat(LastLines.LONGEST_LINE), "x".repeat(LastLines.LONGEST_LINE - 2) + "…");
  }
}
