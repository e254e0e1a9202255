package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void controlCharactersGo() {
    assertThat(Printable.text("a\u001b[31mb\u0007c\u009bd\u007fe\r")).isEqualTo("a[31mbcde");
  }

  @Test
  void bidirectionalOverridesAndSeparatorsGo() {
    assertThat(Printable.text("a\u202eb\u2066c\u200fd\u061ce\u2028f")).isEqualTo("abcdef");
  }

  @Test
  void linesTabsAndForeignLettersStay() {
    assertThat(Printable.text("ä\n\tß 日本 🎬")).isEqualTo("ä\n\tß 日本 🎬");
  }

  @Test
  void aLineHasNoLineEnds() {
    assertThat(Printable.line(" a\nb\tc\r\n")).isEqualTo("a b c");
  }
}
