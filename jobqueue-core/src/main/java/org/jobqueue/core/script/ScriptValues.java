package org.jobqueue.core.script;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parameters of a job whose type has a manifest.
 *
 * @param byName text, Long, Double, Boolean, {@link java.nio.file.Path}, and lists and maps of
 *     these; those without a value are absent
 */
public record ScriptValues(Map<String, Object> byName) {
  /** Copies the map. */
  public ScriptValues {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }
}
