package org.jobqueue.api;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameRangeTest {
  private static final String ALL = "-2147483648-2147483647";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12           | 12",
        "-5           | -5",
        "1-5          | 1 2 3 4 5",
        "-5--1        | -5 -4 -3 -2 -1",
        "-2-1         | -2 -1 0 1",
        "1-10x3       | 1 4 7 10",
        "1-9x3        | 1 4 7",
        "5-1          | 5 4 3 2 1",
        "5-1x-2       | 5 3 1",
        "1--2         | 1 0 -1 -2",
        "1--6x-3      | 1 -2 -5",
        "7-7          | 7",
        "7-7x-3       | 7",
        "7-9x5        | 7",
        "1-3,20,30-31 | 1 2 3 20 30 31",
        "9,1-3        | 9 1 2 3",
        "007-009      | 7 8 9",
        "-0           | 0",
        "' 1-3 ,\t7 ' | 1 2 3 7",
      })
  void textIsRead(String text, String frames) {
    FrameRange range = FrameRange.parse(text);

    assertThat(framesOf(range)).isEqualTo(frames);
    assertThat(range.size()).isEqualTo(frames.split(" ").length);
    assertThat(FrameRange.parse(range.toString())).isEqualTo(range);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3,3            | 3",
        "1-5,3-8        | 1 2 3 4 5 6 7 8",
        "5-1,1-6        | 5 4 3 2 1 6",
        "3,5,1-6        | 3 5 1 2 4 6",
        "1-7x2,1-7      | 1 3 5 7 2 4 6",
        "1-7x3,1-7      | 1 4 7 2 3 5 6",
        "1-7x3,7-1      | 1 4 7 6 5 3 2",
        "1-9x2,9-1x-4   | 1 3 5 7 9",
        "1-9x4,1-9x2    | 1 5 9 3 7",
        "1-13x4,2-9x3   | 1 5 9 13 2 8",
        "1-8,2-9x2,0-12 | 1 2 3 4 5 6 7 8 0 9 10 11 12",
        "4-6x2,1-12x3   | 4 6 1 7 10",
      })
  void aFrameNamedAgainCountsAtItsFirstPlace(String text, String frames) {
    FrameRange range = FrameRange.parse(text);

    assertThat(framesOf(range)).isEqualTo(frames);
    assertThat(range.size()).isEqualTo(frames.split(" ").length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1-10,5-15       | 1-15",
        "1,2,3           | 1-3",
        "3,2,1           | 3-1",
        "1,3,5           | 1-5x2",
        "5,3,1           | 5-1x-2",
        "1,2             | 1-2",
        "2-1             | 2,1",
        "1-3x2           | 1,3",
        "1,5-9           | 1,5-9",
        "1,2,4,6         | 1,2-6x2",
        "1,2,4           | 1-2,4",
        "1,2,4,5         | 1-2,4-5",
        "1-3,4-6x2       | 1-4,6",
        "1-9x2,11-15x2   | 1-15x2",
        "1-100x7         | 1-99x7",
        "1-10,20,30-40   | 1-10,20,30-40",
        "1-9x2,1-9       | 1-9x2,2-8x2",
        "1-9x3,1-9       | 1-7x3,2-3,5-6,8-9",
        "-1,0,1          | -1-1",
        "-1,-3,-5        | -1--5x-2",
      })
  void equalSequencesHaveOneText(String text, String canonical) {
    FrameRange range = FrameRange.parse(text);

    assertThat(range).hasToString(canonical);
    assertThat(FrameRange.parse(canonical)).isEqualTo(range).hasSameHashCodeAs(range);
  }

  @Test
  void orderMattersToEquality() {
    assertThat(FrameRange.parse("1-3")).isNotEqualTo(FrameRange.parse("3-1"));
    assertThat(FrameRange.parse("1-3")).isNotEqualTo(FrameRange.parse("1-4")).isNotEqualTo("1-3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''          | it is empty; expected frames such as 12, 1-100 or 1-100x5",
        "' '         | it is empty; expected frames such as 12, 1-100 or 1-100x5",
        "','         | part 1 at character 1, '', is empty; expected one such as 12, 1-100 or"
            + " 1-100x5",
        "1,          | part 2 at character 3, '', is empty; expected one such as 12, 1-100 or"
            + " 1-100x5",
        "1, x        | part 2 at character 4, 'x', is neither a frame nor a range; expected one such"
            + " as 12, 1-100 or 1-100x5",
        "1-5,7 - 9   | part 2 at character 5, '7 - 9', is neither a frame nor a range; expected one"
            + " such as 12, 1-100 or 1-100x5",
        "1-5x0       | part 1 at character 1, '1-5x0', has the step 0; expected a step such as 5, or"
            + " -5 for a range backwards",
        "3,5-1x2     | part 2 at character 3, '5-1x2', goes backwards with a positive step; expected"
            + " a step below 0",
        "3,1-5x-2    | part 2 at character 3, '1-5x-2', goes forwards with a negative step; expected"
            + " a step above 0",
        "2147483648  | part 1 at character 1, '2147483648', has the number 2147483648; expected"
            + " numbers from -2147483648 to 2147483647",
        "0--99999999999 | part 1 at character 1, '0--99999999999', has the number -99999999999;"
            + " expected numbers from -2147483648 to 2147483647",
        "1-5x4294967297 | part 1 at character 1, '1-5x4294967297', has the number 4294967297;"
            + " expected numbers from -2147483648 to 2147483647",
      })
  void otherTextIsRefused(String text, String wrong) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrameRange.parse(text))
        .withMessage("'" + text + "' is not a frame range: " + wrong);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-", "--1", "1-", "1-2-3", "1--", "1---2", "1x2", "1-5x", "1-5X2", "1-5x2x2", "+1", "1.5",
        "1;2", "1..5", "1 2", "\u0661", "1-5x-", "0x10", "1,,2", ",1"
      })
  void junkIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrameRange.parse(text))
        .withMessageStartingWith("'" + text + "' is not a frame range: part ");
  }

  @Test
  void longTextIsQuotedInPart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrameRange.parse("9".repeat(100_000)))
        .withMessageContaining("9...'")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
  }

  @Test
  void moreThanTenThousandPartsAreRefused() {
    String most = squares(10_000);

    assertThat(FrameRange.parse(most)).hasToString(most);
    assertThat(FrameRange.parse("1" + ",1".repeat(9_999))).hasToString("1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrameRange.parse("1" + ",1".repeat(10_000)))
        .withMessageEndingWith(
            "...' is not a frame range: it has more than 10,000 parts; expected 10,000 or fewer");
  }

  @Test
  void framesThatTakeMoreThanTenThousandPartsAreRefused() {
    assertThat(FrameRange.parse("0-29990x3,0-29990").size()).isEqualTo(29_991);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrameRange.parse("0-2000000000x3,0-2000000000"))
        .withMessage(
            "'0-2000000000x3,0-2000000000' is not a frame range: it takes more than 10,000 parts to"
                + " write each frame once, in order; expected frames that take 10,000 or fewer");
  }

  @Test
  void partsTooTangledAreRefused() {
    // together they take every frame, which only shows after very many of them
    String text =
        "0-2000000000x2,"
            + IntStream.range(0, 5_000)
                .mapToObj(i -> 2 * i + 1 + "-2000000000x10000")
                .collect(joining(","))
            + ",0-2000000000";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrameRange.parse(text))
        .withMessageEndingWith(
            "...' is not a frame range: too many of its parts up to part 5002 overlap with"
                + " different steps to find the frames named twice; expected fewer such parts");
  }

  @Test
  void aSliceThatTakesMoreThanTenThousandPartsIsRefused() {
    FrameRange range = FrameRange.parse("-9--5x2," + squares(9_999)); // -9,-7,-5 is one part

    assertThatIllegalArgumentException()
        .isThrownBy(() -> range.slice(1, range.size()))
        .withMessage(
            "the frames at the positions from 1 to before 10002 take more than 10,000 parts to"
                + " write");
  }

  @Test
  void billionsOfFramesAreNeverExpanded() {
    FrameRange all = FrameRange.parse(ALL);

    assertThat(all.size()).isEqualTo(1L << 32);
    assertThat(all.first()).isEqualTo(Integer.MIN_VALUE);
    assertThat(all.last()).isEqualTo(Integer.MAX_VALUE);
    assertThat(all.frame(1L << 31)).isZero();
    assertThat(all.indexOf(Integer.MAX_VALUE)).hasValue((1L << 32) - 1);
    assertThat(all.slice(1, (1L << 32) - 1)).hasToString("-2147483647-2147483646");
    assertThat(all.chunkCount(Integer.MAX_VALUE)).isEqualTo(3);
    assertThat(all.chunk(2, Integer.MAX_VALUE)).hasToString("2147483646-2147483647");
    assertThat(all.chunk((1L << 32) - 1, 1)).hasToString("2147483647");
    assertThat(all.frames().skip(2).limit(2)).containsExactly(-2147483646, -2147483645);
    PrimitiveIterator.OfInt frames = all.frames().iterator();
    assertThat(frames.nextInt()).isEqualTo(Integer.MIN_VALUE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ALL + "," + ALL + " | " + ALL,
        ALL + ",2147483647--2147483648x-3 | " + ALL,
        "0-2000000000x2,0-2000000000 | 0-2000000000x2,1-1999999999x2",
        "0-2000000000x4,0-2000000000x2,2000000000-0"
            + " | 0-2000000000x4,2-1999999998x4,1999999999-1x-2",
        "0-2000000000x3,1-2000000000x3,0-2000000000"
            + " | 0-1999999998x3,1-1999999999x3,2-2000000000x3",
        "1-2000000000x2,0-2000000000x2,0-2000000001 | 1-1999999999x2,0-2000000000x2,2000000001",
        "0-2000000000x1000000000,-1-2000000000 | 0-2000000000x1000000000,-1,1-999999999,"
            + "1000000001-1999999999",
        "-2147483648-2147483647x2147483647 | -2147483648-2147483646x2147483647",
        "2147483647--2147483648x-2147483648 | 2147483647,-1",
        "2147483647,-2147483648 | 2147483647,-2147483648",
        "-2147483648,2147483647 | -2147483648,2147483647",
        "2147483645-2147483647x2 | 2147483645,2147483647",
      })
  void hugeRangesAreExact(String text, String canonical) {
    FrameRange range = FrameRange.parse(text);

    assertThat(range).hasToString(canonical);
    assertThat(FrameRange.parse(canonical)).isEqualTo(range);
  }

  @Test
  void framesAndPositionsAreFound() {
    FrameRange range = FrameRange.parse("10-1x-3,20,-7--5");

    assertThat(framesOf(range)).isEqualTo("10 7 4 1 20 -7 -6 -5");
    assertThat(range.first()).isEqualTo(10);
    assertThat(range.last()).isEqualTo(-5);
    assertThat(range.frame(4)).isEqualTo(20);
    assertThat(range.indexOf(-6)).isEqualTo(OptionalLong.of(6));
    assertThat(range.indexOf(5)).isEmpty();
    assertThat(range.slice(2, 6)).hasToString("4,1,20,-7");
    assertThat(range.slice(0, 8)).isEqualTo(range);
    assertThat(range.chunkCount(3)).isEqualTo(3);
    assertThat(range.chunk(0, 3)).hasToString("10-4x-3");
    assertThat(range.chunk(2, 3)).hasToString("-6--5");
    assertThat(range.chunk(0, Integer.MAX_VALUE)).isEqualTo(range);
  }

  @ParameterizedTest
  @CsvSource({"-1, 2", "2, 2", "3, 2", "0, 6", "5, 5", "5, 6"})
  void slicesOutsideAreRefused(long from, long to) {
    FrameRange range = FrameRange.parse("1-5");

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> range.slice(from, to))
        .withMessage("no slice of 5 frames from position " + from + " to before " + to);
  }

  @Test
  void positionsOutsideAreRefused() {
    FrameRange range = FrameRange.parse("1-5");

    for (long index : new long[] {-1, 5, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> range.frame(index));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> range.chunk(index, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void aChunkHasAtLeastOneFrame(int size) {
    FrameRange range = FrameRange.parse("1-5");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> range.chunkCount(size))
        .withMessage("a chunk has at least 1 frame, not " + size);
    assertThatIllegalArgumentException().isThrownBy(() -> range.chunk(0, size));
  }

  /** As many frames as given, no two distances of which are equal. */
  private static String squares(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> Integer.toString(i * i))
        .collect(joining(","));
  }

  private static String framesOf(FrameRange range) {
    return range.frames().mapToObj(Integer::toString).collect(joining(" "));
  }
}
