package org.jobqueue.core.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a text of a manifest may name.
 *
 * @param parameters by name
 * @param certain names of parameters that certainly have a value here, and {@code frames}
 * @param others what else can be named: {@code plugin}, and the names of frames
 */
record Scope(Map<String, ScriptParameter> parameters, Set<String> certain, List<String> others) {
  static final String PLUGIN = "plugin";
  static final String FRAME = "frame";
  static final String FRAMES = "frames";
  static final List<String> FRAME_NAMES = List.of(FRAME, "first", "last", FRAMES);
  static final List<String> RESERVED = List.of(PLUGIN, FRAME, "first", "last", FRAMES);

  static Scope of(Map<String, ScriptParameter> parameters, List<String> others) {
    Set<String> certain = new HashSet<>();
    for (ScriptParameter parameter : parameters.values()) {
      if (!parameter.optional()) {
        certain.add(parameter.name());
      }
    }
    return new Scope(parameters, certain, others);
  }

  /** What the groups of a regular expression have found, each of which may be missing. */
  static Scope ofGroups(Set<String> groups) {
    Map<String, ScriptParameter> parameters = new HashMap<>();
    groups.forEach(group -> parameters.put(group, ScriptParameter.ofGroup(group)));
    return of(parameters, List.of());
  }

  /** The same where something is known to have a value. */
  Scope with(String name) {
    Set<String> more = new HashSet<>(certain);
    more.add(name);
    return new Scope(parameters, more, others);
  }

  boolean isCertain(ScriptParameter parameter) {
    return certain.contains(parameter.name());
  }

  boolean hasFrames() {
    return certain.contains(FRAMES);
  }

  List<String> names() {
    List<String> names = new ArrayList<>(parameters.keySet());
    names.addAll(others);
    return names;
  }
}
