package org.jobqueue.core.script;

import java.util.List;
import java.util.Optional;

/**
 * A text with places for values: {@code {scene}}, {@code {scene.name}}, {@code {frame:4}}.
 *
 * @param places its parts, in order
 * @param needsFrames whether it says something only of frames
 */
record Template(List<Place> places, boolean needsFrames) {
  /** The text with the values; empty if it names something that has none. */
  Optional<String> fill(Filling filling) {
    StringBuilder text = new StringBuilder();
    for (Place place : places) {
      String part = place.textOrNull(filling);
      if (part == null) {
        return Optional.empty();
      }
      text.append(part);
    }
    return Optional.of(text.toString());
  }

  /** The list or map that this is the place of and nothing else. */
  Optional<ScriptParameter> onlySeveral() {
    return places.size() == 1
            && places.get(0) instanceof Place.Value value
            && !value.parameter().isSingle()
            && value.detail().isEmpty()
        ? Optional.of(value.parameter())
        : Optional.empty();
  }

  /** The parameters it names. */
  List<ScriptParameter> parameters() {
    return places.stream()
        .filter(Place.Value.class::isInstance)
        .map(place -> ((Place.Value) place).parameter())
        .toList();
  }

  boolean isBlank() {
    return places.stream()
        .allMatch(place -> place instanceof Place.Literal literal && literal.text().isBlank());
  }
}
