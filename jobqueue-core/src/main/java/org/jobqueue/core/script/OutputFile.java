package org.jobqueue.core.script;

import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ExpectedFile;

/**
 * A file that jobs of a type have to leave.
 *
 * @param path its name; a file whose name says something that has no value is not expected
 * @param minimumSize in bytes
 * @param magic the bytes it begins with, in hexadecimal; empty for any
 */
record OutputFile(Template path, long minimumSize, Optional<String> magic) {
  static final List<String> KEYS = List.of("path", "minimumSize", "magic");

  static OutputFile read(Node node, Scope scope) throws ManifestFault {
    Section section = Section.of(node, "a file of 'outputs'", KEYS);
    Template path = TemplateReader.read(section.require("path"), section.what("path"), scope);
    Optional<Node> size = section.find("minimumSize");
    long minimumSize =
        size.isEmpty() ? 1 : size.get().integer(section.what("minimumSize"), 0, Long.MAX_VALUE);
    OutputFile file = new OutputFile(path, minimumSize, section.findScalar("magic"));
    try {
      ExpectedFile unused = file.named("checked");
      return file;
    } catch (IllegalArgumentException e) {
      throw node.fault(section.what() + ": " + e.getMessage());
    }
  }

  /**
   * The file of a job.
   *
   * @throws IllegalArgumentException if its path is blank
   */
  Optional<ExpectedFile> expected(Filling filling) {
    return path.fill(filling).map(this::named);
  }

  private ExpectedFile named(String name) {
    return new ExpectedFile(name, minimumSize, magic);
  }
}
