package org.jobqueue.core.plugin;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Job types by name and version. Not thread-safe while types are added. */
final class TypeTable {
  private final SortedMap<String, NavigableMap<Integer, RegisteredType>> types = new TreeMap<>();

  /** Adds a type; returns the one that is there, if its name and version are taken. */
  Optional<RegisteredType> addIfAbsent(RegisteredType type) {
    NavigableMap<Integer, RegisteredType> versions =
        types.computeIfAbsent(type.name(), name -> new TreeMap<>());
    return Optional.ofNullable(versions.putIfAbsent(type.version(), type));
  }

  TypeTable copy() {
    TypeTable copy = new TypeTable();
    types.forEach((name, versions) -> copy.types.put(name, new TreeMap<>(versions)));
    return copy;
  }

  /** By name and version. */
  List<RegisteredType> all() {
    return types.values().stream().flatMap(versions -> versions.values().stream()).toList();
  }

  List<String> names() {
    return List.copyOf(types.keySet());
  }

  /** The versions of a type in their written form, the oldest first. */
  List<String> versions(String name) {
    @Nullable NavigableMap<Integer, RegisteredType> versions = types.get(name);
    return versions == null
        ? List.of()
        : versions.keySet().stream().map(number -> new TypeKey(name, number).toString()).toList();
  }

  Optional<RegisteredType> newest(String name) {
    return Optional.ofNullable(types.get(name)).map(versions -> versions.lastEntry().getValue());
  }

  Optional<RegisteredType> find(String name, int version) {
    return Optional.ofNullable(types.get(name))
        .flatMap(versions -> Optional.ofNullable(versions.get(version)));
  }
}
