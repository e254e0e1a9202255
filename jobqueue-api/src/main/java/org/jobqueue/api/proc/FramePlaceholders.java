package org.jobqueue.api.proc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jobqueue.api.FrameRange;

/**
 * Puts the frames of a chunk into texts: {@code {frame}} and {@code {first}} stand for the first
 * frame, {@code {last}} for the last one, {@code {frames}} for all of them as in {@code 1-5}. With
 * {@code {frame:4}} the number has at least four digits. Texts of jobs without frames stay as they
 * are.
 *
 * @param frames those of the chunk, if the job is one
 */
public record FramePlaceholders(Optional<FrameRange> frames) {
  private static final Pattern PLACE =
      Pattern.compile("\\{(?:(frame|first|last)(?::(\\d))?|(frames))\\}");

  /** The text with the frames of the chunk. */
  public String in(String text) {
    return frames.isEmpty() ? text : PLACE.matcher(text).replaceAll(found -> value(found));
  }

  private String value(MatchResult place) {
    FrameRange range = frames.orElseThrow();
    if (place.group(3) != null) {
      return range.toString();
    }
    int frame = "last".equals(place.group(1)) ? range.last() : range.first();
    String digits = Long.toString(Math.abs((long) frame));
    int width = place.group(2) == null ? 1 : Integer.parseInt(place.group(2));
    String padded = "0".repeat(Math.max(0, width - digits.length())) + digits;
    return Matcher.quoteReplacement(frame < 0 ? "-" + padded : padded);
  }

  /** Each of the texts with the frames of the chunk. */
  public List<String> in(List<String> texts) {
    return texts.stream().map(this::in).toList();
  }

  /** The same texts by name, with the frames of the chunk. */
  public Map<String, String> in(Map<String, String> texts) {
    return texts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> in(entry.getValue())));
  }
}
