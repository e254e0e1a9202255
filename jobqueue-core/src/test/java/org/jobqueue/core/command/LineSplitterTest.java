package org.jobqueue.core.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {
  private final List<String> lines = new ArrayList<>();
  private final LineSplitter splitter = new LineSplitter(lines::add);

  @Test
  void lineFeedEndsALine() {
    accept("one\n\ntwo\n");
    assertThat(lines).containsExactly("one", "", "two");
  }

  @Test
  void aLoneCarriageReturnEndsALine() {
    accept("10%\r20%\r");
    assertThat(lines).containsExactly("10%", "20%");
  }

  @Test
  void carriageReturnAndLineFeedAreOneEnd() {
    accept("one\r\ntwo\r\n\r\n");
    assertThat(lines).containsExactly("one", "two", "");
  }

  @Test
  void carriageReturnAndLineFeedAreOneEndEvenIfTheyArriveApart() {
    accept("one\r");
    accept("\ntwo\n");
    assertThat(lines).containsExactly("one", "two");
  }

  @Test
  void aLastLineWithoutEndArrivesAtTheEnd() {
    accept("one\ntwo");
    assertThat(lines).containsExactly("one");
    splitter.finish();
    assertThat(lines).containsExactly("one", "two");
  }

  @Test
  void nothingIsAddedAfterACompleteLastLine() {
    accept("one\r\n");
    splitter.finish();
    splitter.finish();
    assertThat(lines).containsExactly("one");
  }

  @Test
  void invalidBytesAreReplaced() {
    byte[] bytes = {'a', (byte) 0xff, 'b', '\n'};
    splitter.accept(bytes, bytes.length);
    assertThat(lines).containsExactly("a\ufffdb");
  }

  @Test
  void aCharacterMayArriveInTwoParts() {
    byte[] bytes = "ü\n".getBytes(UTF_8);
    splitter.accept(new byte[] {bytes[0]}, 1);
    splitter.accept(new byte[] {bytes[1], bytes[2]}, 2);
    assertThat(lines).containsExactly("ü");
  }

  @Test
  void aLineOfExactlyTheLimitIsOnePiece() {
    String line = "x".repeat(LineSplitter.LONGEST_PIECE);
    accept(line + "\n");
    assertThat(lines).containsExactly(line);
  }

  @Test
  void aLongerLineArrivesInPieces() {
    accept("x".repeat(LineSplitter.LONGEST_PIECE) + "y\nz\n");
    assertThat(lines).containsExactly("x".repeat(LineSplitter.LONGEST_PIECE), "y", "z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ü", "€", "😀"})
  void piecesAreCutBetweenCharacters(String character) {
    for (int offset = 0; offset < 4; offset++) {
      lines.clear();
      String line = "x".repeat(offset) + character.repeat(LineSplitter.LONGEST_PIECE);
      accept(line + "\n");
      assertThat(lines).hasSizeGreaterThan(1);
      assertThat(String.join("", lines)).isEqualTo(line);
      assertThat(lines).noneMatch(piece -> piece.contains("\ufffd"));
    }
  }

  @Test
  void garbageAtTheCutIsHandedOver() {
    byte[] bytes = new byte[LineSplitter.LONGEST_PIECE + 1];
    Arrays.fill(bytes, (byte) 0x80);
    splitter.accept(bytes, bytes.length);
    splitter.finish();
    assertThat(lines.stream().mapToInt(String::length).sum()).isEqualTo(bytes.length);
  }

  private void accept(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    splitter.accept(bytes, bytes.length);
  }
}
