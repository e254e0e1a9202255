package org.jobqueue.api;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a frame range, read part by part. */
final class FrameRangeText {
  private static final Pattern PART = Pattern.compile("(-?[0-9]+)(?:-(-?[0-9]+)(?:x(-?[0-9]+))?)?");
  private static final int LONGEST_QUOTE = 200;

  private final String text;
  private int number; // of the part being read, from 1
  private int start; // of the part being read, from 0

  FrameRangeText(String text) {
    this.text = text;
  }

  List<Progression> parse() {
    if (text.isBlank()) {
      throw refusal("it is empty; expected frames such as 12, 1-100 or 1-100x5");
    }
    DistinctFrames frames = new DistinctFrames(this);
    int end = -1;
    while (end < text.length()) {
      start = end + 1;
      number++;
      int comma = text.indexOf(',', start);
      end = comma < 0 ? text.length() : comma;
      if (number > FrameParts.MOST) {
        throw refusal("it has more than 10,000 parts; expected 10,000 or fewer");
      }
      frames.add(parsePart(text.substring(start, end)));
    }
    return frames.finish();
  }

  private Progression parsePart(String untrimmed) {
    String part = untrimmed.strip();
    start += untrimmed.length() - untrimmed.stripLeading().length();
    Matcher matcher = PART.matcher(part);
    if (!matcher.matches()) {
      String wrong = part.isEmpty() ? "is empty" : "is neither a frame nor a range";
      throw refusal(part, wrong, "one such as 12, 1-100 or 1-100x5");
    }
    int first = parseInt(matcher.group(1), part);
    if (matcher.group(2) == null) {
      return Progression.single(first);
    }
    int last = parseInt(matcher.group(2), part);
    String step = matcher.group(3);
    long checked =
        step == null ? (last < first ? -1 : 1) : checkStep(parseInt(step, part), first, last, part);
    return new Progression(first, checked, ((long) last - first) / checked + 1);
  }

  private int checkStep(int step, int first, int last, String part) {
    if (step == 0) {
      throw refusal(part, "has the step 0", "a step such as 5, or -5 for a range backwards");
    }
    if (step < 0 && first < last) {
      throw refusal(part, "goes forwards with a negative step", "a step above 0");
    }
    if (step > 0 && first > last) {
      throw refusal(part, "goes backwards with a positive step", "a step below 0");
    }
    return step;
  }

  private int parseInt(String digits, String part) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) { // only digits, so it can only be too far from 0
      throw refusal(
          part, "has the number " + quotable(digits), "numbers from -2147483648 to 2147483647");
    }
  }

  /** More parts than can be, once frames named twice are left out. */
  IllegalArgumentException tooManyParts() {
    return refusal(
        "it takes more than 10,000 parts to write each frame once, in order; expected frames that"
            + " take 10,000 or fewer");
  }

  /** Too many parts of different steps meet. */
  IllegalArgumentException tooTangled() {
    return refusal(
        "too many of its parts up to part "
            + number
            + " overlap with different steps to find the frames named twice; expected fewer such"
            + " parts");
  }

  private IllegalArgumentException refusal(String part, String wrong, String expected) {
    return refusal(
        String.format(
            Locale.ROOT,
            "part %d at character %d, '%s', %s; expected %s",
            number,
            start + 1,
            quotable(part),
            wrong,
            expected));
  }

  private IllegalArgumentException refusal(String what) {
    return new IllegalArgumentException("'" + quotable(text) + "' is not a frame range: " + what);
  }

  private static String quotable(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
  }
}
