package org.jobqueue.api;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random frame ranges beside ones that are expanded, frame by frame. The seed is always the same
 * unless set with {@code -Djobqueue.test.seed=N}; a failure names the one that repeats it.
 */
class FrameRangePropertiesTest {
  private static final int SMALL = 5_000;
  private static final int LARGE = 150;
  private static final int JUNK = 20_000;
  private static final String JUNK_CHARACTERS = "0123456789-x, \t\n,--xX+.;a\u0661\0";

  @Test
  void smallRangesAreAsWhenExpanded() {
    for (long seed = firstSeed(); seed < firstSeed() + SMALL; seed++) {
      Random random = new Random(seed);
      compare(new RandomText(random, 8, 40), random, seed);
    }
  }

  @Test
  void largeRangesAreAsWhenExpanded() {
    int refused = 0;
    for (long seed = firstSeed(); seed < firstSeed() + LARGE; seed++) {
      Random random = new Random(seed);
      refused += compare(new RandomText(random, 5, 60_000), random, seed) ? 0 : 1;
    }
    assertThat(refused).as("ranges of too many parts").isBetween(1, LARGE / 2);
  }

  @Test
  void junkIsReadOrRefused() {
    int read = 0;
    for (long seed = firstSeed(); seed < firstSeed() + JUNK; seed++) {
      Random random = new Random(seed);
      String text = mutated(new RandomText(random, 4, 1_000).text, random);
      try {
        FrameRange range = FrameRange.parse(text);
        assertThat(FrameRange.parse(range.toString())).isEqualTo(range);
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e).as(named(seed, text)).hasMessageStartingWith("'" + text + "' is not a frame");
      } catch (RuntimeException e) {
        fail(named(seed, text), e);
      }
    }
    assertThat(read).as("texts that are frame ranges").isBetween(JUNK / 20, JUNK * 19 / 20);
  }

  /** False if the text was refused, rightly, for what it would take to write the frames. */
  private static boolean compare(RandomText random, Random choices, long seed) {
    String name = named(seed, random.text);
    List<Integer> frames = new ArrayList<>(random.frames);
    List<String> canonical = canonicalParts(frames);
    FrameRange range;
    try {
      range = FrameRange.parse(random.text);
    } catch (IllegalArgumentException e) {
      assertThat(canonical).as(name).hasSizeGreaterThan(10_000);
      assertThat(e).as(name).hasMessageContaining("takes more than 10,000 parts");
      return false;
    }
    assertThat(range.toString()).as(name).isEqualTo(String.join(",", canonical));
    assertThat(range.frames().boxed().toList()).as(name).isEqualTo(frames);
    assertThat(range.size()).as(name).isEqualTo(frames.size());
    assertThat(range.first()).as(name).isEqualTo(frames.get(0));
    assertThat(range.last()).as(name).isEqualTo(frames.get(frames.size() - 1));
    compareSpellings(range, frames, name);
    compareFrames(range, frames, choices, name);
    compareParts(range, frames, choices, name);
    return true;
  }

  private static void compareSpellings(FrameRange range, List<Integer> frames, String name) {
    assertThat(FrameRange.parse(range.toString())).as(name).isEqualTo(range);
    if (frames.size() <= 10_000) {
      FrameRange oneByOne =
          FrameRange.parse(frames.stream().map(String::valueOf).collect(joining(",")));
      assertThat(oneByOne).as(name).isEqualTo(range).hasSameHashCodeAs(range);
    }
  }

  private static void compareFrames(
      FrameRange range, List<Integer> frames, Random choices, String name) {
    for (int i = 0; i < 20; i++) {
      int index = choices.nextInt(frames.size());
      int frame = frames.get(index);
      assertThat(range.frame(index)).as(name).isEqualTo(frame);
      assertThat(range.indexOf(frame)).as(name).isEqualTo(OptionalLong.of(index));
      int other = frame + choices.nextInt(9) - 4;
      int expected = frames.indexOf(other);
      assertThat(range.indexOf(other).orElse(-1)).as("%d in %s", other, name).isEqualTo(expected);
    }
  }

  private static void compareParts(
      FrameRange range, List<Integer> frames, Random choices, String name) {
    for (int i = 0; i < 5; i++) {
      int from = choices.nextInt(frames.size());
      int to = from + 1 + choices.nextInt(frames.size() - from);
      FrameRange slice = range.slice(from, to);
      List<Integer> expected = frames.subList(from, to);
      assertThat(slice.frames().boxed().toList()).as(name).isEqualTo(expected);
      assertThat(slice).as(name).hasToString(String.join(",", canonicalParts(expected)));
      assertThat(FrameRange.parse(slice.toString())).as(name).isEqualTo(slice);
    }
    int size = 1 + choices.nextInt(frames.size() + 2);
    int chunks = (frames.size() + size - 1) / size;
    assertThat(range.chunkCount(size)).as(name).isEqualTo(chunks);
    for (int chunk = Math.max(0, chunks - 10); chunk < chunks; chunk++) {
      int from = chunk * size;
      List<Integer> expected = frames.subList(from, Math.min(frames.size(), from + size));
      assertThat(range.chunk(chunk, size).frames().boxed().toList()).as(name).isEqualTo(expected);
    }
  }

  /** The canonical text as {@link FrameRange#toString} describes it, from the frames. */
  private static List<String> canonicalParts(List<Integer> frames) {
    List<String> parts = new ArrayList<>();
    boolean afterSingle = false;
    int start = 0;
    while (start < frames.size()) {
      int end = endOfRun(frames, start);
      int first = frames.get(start);
      if (end - start >= 3) {
        long step = (long) frames.get(start + 1) - first;
        String suffix = Math.abs(step) == 1 ? "" : "x" + step;
        parts.add(first + "-" + frames.get(end - 1) + suffix);
        afterSingle = false;
        start = end;
      } else {
        boolean follows = afterSingle && (long) first - frames.get(start - 1) == 1;
        if (follows) {
          parts.set(parts.size() - 1, frames.get(start - 1) + "-" + first);
        } else {
          parts.add(Integer.toString(first));
        }
        afterSingle = !follows;
        start++;
      }
    }
    return parts;
  }

  private static int endOfRun(List<Integer> frames, int start) {
    int end = Math.min(start + 2, frames.size());
    while (end < frames.size()
        && (long) frames.get(end) - frames.get(end - 1)
            == (long) frames.get(start + 1) - frames.get(start)) {
      end++;
    }
    return end;
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0; i--) {
      char junk = JUNK_CHARACTERS.charAt(random.nextInt(JUNK_CHARACTERS.length()));
      int at = random.nextInt(mutated.length() + 1);
      switch (random.nextInt(3)) {
        case 0 -> mutated.insert(at, junk);
        case 1 -> mutated.delete(at, Math.min(mutated.length(), at + 1 + random.nextInt(2)));
        default -> mutated.replace(at, Math.min(mutated.length(), at + 1), String.valueOf(junk));
      }
    }
    return mutated.toString();
  }

  private static long firstSeed() {
    String given = System.getProperty("jobqueue.test.seed", "");
    return given.isBlank() ? 1 : Long.parseLong(given);
  }

  private static String named(long seed, String text) {
    return "-Djobqueue.test.seed=" + seed + ", '" + text + "'";
  }

  /** A text and the frames it names. */
  private static final class RandomText {
    private final Random random;
    private final long lowest;
    private final int width;
    final String text;
    final Set<Integer> frames = new LinkedHashSet<>();

    RandomText(Random random, int mostParts, int width) {
      this.random = random;
      this.width = width;
      this.lowest =
          switch (random.nextInt(8)) {
            case 0 -> Integer.MIN_VALUE;
            case 1 -> (long) Integer.MAX_VALUE - width;
            default -> -random.nextInt(width);
          };
      List<String> parts = new ArrayList<>();
      for (int i = random.nextInt(mostParts); i >= 0; i--) {
        parts.add(" ".repeat(random.nextInt(20) / 19) + part());
      }
      this.text = String.join(",", parts);
    }

    private String part() {
      long first = lowest + random.nextInt(width + 1);
      if (random.nextInt(3) == 0) {
        frames.add((int) first);
        return Long.toString(first);
      }
      long last = lowest + random.nextInt(width + 1);
      if (random.nextInt(3) == 0) { // the whole width, so that parts overlap with equal phases
        first = lowest;
        last = lowest + width;
      }
      int step = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(random.nextBoolean() ? 6 : 30);
      List<Integer> named = new ArrayList<>();
      for (long frame = first; first <= last ? frame <= last : frame >= last; ) {
        named.add((int) frame);
        frame += first <= last ? step : -step;
      }
      frames.addAll(named);
      boolean plain = step == 1 && random.nextBoolean();
      return first + "-" + last + (plain ? "" : "x" + (first <= last ? step : -step));
    }
  }
}
