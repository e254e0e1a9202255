package org.jobqueue.core.script;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.FramePlaceholders;
import org.jspecify.annotations.Nullable;

/**
 * What takes the places in the texts of a manifest.
 *
 * @param values of the parameters; those without a value are absent
 * @param plugin the directory of the manifest as this process sees it
 * @param frames those of the chunk, if the job is one
 * @param keepsFrames true if places for frames stay, since the text is for all chunks
 */
record Filling(
    Map<String, Object> values, Path plugin, Optional<FrameRange> frames, boolean keepsFrames) {

  /** For a text in which nothing but the values of parameters can be. */
  static Filling of(Map<String, ?> values) {
    return new Filling(Map.copyOf(values), Path.of(""), Optional.empty(), false);
  }

  boolean hasFrames() {
    return frames.isPresent() || keepsFrames;
  }

  @Nullable Object valueOrNull(ScriptParameter parameter) {
    return values.get(parameter.name());
  }

  /** The frames in place of a name of frames, braces included; null if there are none. */
  @Nullable String framesOrNull(String place) {
    return hasFrames() ? new FramePlaceholders(frames).in(place) : null;
  }

  /** The elements of a list, or the entries of a map as {@code key=value}. */
  List<String> elements(Object value) {
    return value instanceof Map<?, ?> entries
        ? entries.entrySet().stream()
            .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
            .toList()
        : ((List<?>) value).stream().map(this::text).toList();
  }

  /** A single value; frames may be named in texts and paths. */
  String text(Object value) {
    if (value instanceof Double number) {
      return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : new FramePlaceholders(frames).in(value.toString());
  }
}
