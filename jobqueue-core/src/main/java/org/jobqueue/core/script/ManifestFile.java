package org.jobqueue.core.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file that makes job types out of a directory. */
public final class ManifestFile {
  /** What it may be called. */
  public static final List<String> NAMES = List.of("plugin.yaml", "plugin.yml", "plugin.json");

  static final List<String> KEYS = List.of("types");
  private static final long LARGEST = 1 << 20;

  private ManifestFile() {}

  /** The manifests in a directory, of which there should not be more than one. */
  public static List<Path> in(Path directory) {
    return NAMES.stream().map(directory::resolve).filter(Files::isRegularFile).toList();
  }

  /**
   * Reads a manifest and checks all of it but the names of the types and the defaults.
   *
   * @throws ManifestFault for the first thing that is wrong
   */
  public static List<ScriptType> read(Path manifest) throws ManifestFault, IOException {
    if (Files.size(manifest) > LARGEST) {
      throw new ManifestFault(0, "is larger than a megabyte, which is no manifest");
    }
    Node document = NodeReader.read(manifest, Files.readAllBytes(manifest));
    Section section = Section.of(document, "the manifest", KEYS);
    Path absolute = manifest.toAbsolutePath().normalize();
    Path directory = absolute.resolveSibling("").toAbsolutePath();
    List<ScriptType> types = new ArrayList<>();
    Node list = section.require("types");
    for (Node node : list.list("'types'")) {
      ScriptType type = TypeReader.read(directory, node);
      for (ScriptType other : types) {
        if (other.name().equals(type.name()) && other.version() == type.version()) {
          throw node.fault("type '" + type.name() + "' is in the manifest twice");
        }
      }
      types.add(type);
    }
    if (types.isEmpty()) {
      throw list.fault("'types' is empty; write at least one job type");
    }
    return List.copyOf(types);
  }
}
