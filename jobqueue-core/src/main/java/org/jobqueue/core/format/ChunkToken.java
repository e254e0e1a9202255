package org.jobqueue.core.format;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token in the latch of a block: some of these chunks are not done. Written {@code
 * c.<first>-<last>.<by>}, and never made twice.
 *
 * @param chunks the chunks
 * @param by a name that only its maker could have given
 */
public record ChunkToken(ChunkRange chunks, String by) {
  private static final Pattern FORM =
      Pattern.compile("c\\.(\\d{1,9}-\\d{1,9})\\.([A-Za-z0-9_-]{1,80})");

  /** Reads a name; empty if it is something else. */
  public static Optional<ChunkToken> parse(String name) {
    Matcher matcher = FORM.matcher(name);
    return matcher.matches()
        ? ChunkRange.parse(matcher.group(1)).map(range -> new ChunkToken(range, matcher.group(2)))
        : Optional.empty();
  }

  /** The tokens among the names in a latch, by their first chunks. */
  public static List<ChunkToken> among(List<String> names) {
    return names.stream()
        .flatMap(name -> parse(name).stream())
        .sorted(
            Comparator.comparingLong((ChunkToken token) -> token.chunks().first())
                .thenComparing(ChunkToken::toString))
        .toList();
  }

  /** The file name. */
  @Override
  public String toString() {
    return "c." + chunks + "." + by;
  }
}
