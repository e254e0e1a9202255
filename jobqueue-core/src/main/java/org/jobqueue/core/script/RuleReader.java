package org.jobqueue.core.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;

/** Reads what the output and the end of a command mean. */
final class RuleReader {
  static final List<String> OUTPUT_KEYS =
      List.of("match", "progress", "status", "error", "class", "ignore");
  static final List<String> ERROR_KEYS = List.of("exit", "match", "class");

  private RuleReader() {}

  static OutputRules outputRules(List<Node> nodes) throws ManifestFault {
    List<OutputRule> rules = new ArrayList<>();
    for (Node node : nodes) {
      rules.add(outputRule(Section.of(node, "a rule of 'output'", OUTPUT_KEYS)));
    }
    return new OutputRules(List.copyOf(rules));
  }

  private static OutputRule outputRule(Section section) throws ManifestFault {
    Pattern pattern = Regex.compile(section.require("match"), section.what("match"));
    Set<String> groups = Regex.groups(pattern);
    Scope scope = Scope.ofGroups(groups);
    boolean ignore = section.truth("ignore");
    Optional<Template> progress = template(section, "progress", scope);
    Optional<Template> status = template(section, "status", scope);
    Optional<Template> error = template(section, "error", scope);
    boolean says = progress.isPresent() || status.isPresent() || error.isPresent();
    if (says == ignore) {
      throw section
          .node()
          .fault("a rule of 'output' needs progress, status or error, or else 'ignore: true'");
    }
    if (error.isEmpty() && section.find("class").isPresent()) {
      throw section.node().fault("'class' says whose fault an error is; there is no 'error' here");
    }
    ErrorClass errorClass = section.constant("class", ErrorClass.class, ErrorClass.TASK);
    return new OutputRule(pattern, groups, ignore, progress, status, error, errorClass);
  }

  private static Optional<Template> template(Section section, String key, Scope scope)
      throws ManifestFault {
    Optional<Node> node = section.find(key);
    return node.isEmpty()
        ? Optional.empty()
        : Optional.of(TemplateReader.read(node.get(), section.what(key), scope));
  }

  static List<ErrorRule> errorRules(List<Node> nodes) throws ManifestFault {
    List<ErrorRule> rules = new ArrayList<>();
    for (Node node : nodes) {
      rules.add(errorRule(Section.of(node, "a rule of 'errors'", ERROR_KEYS)));
    }
    return List.copyOf(rules);
  }

  private static ErrorRule errorRule(Section section) throws ManifestFault {
    section.require("class");
    Optional<Node> match = section.find("match");
    Optional<String> pattern =
        match.isEmpty()
            ? Optional.empty()
            : Optional.of(Regex.compile(match.get(), section.what("match")).pattern());
    List<Integer> codes =
        section.find("exit").isEmpty()
            ? List.of()
            : exitCodes(section.require("exit"), section.what("exit"));
    if (codes.isEmpty() && pattern.isEmpty()) {
      throw section.node().fault("a rule of 'errors' needs 'exit' or 'match'");
    }
    return new ErrorRule(
        section.constant("class", ErrorClass.class, ErrorClass.TASK), codes, pattern);
  }

  /** One exit code or several. */
  static List<Integer> exitCodes(Node node, String what) throws ManifestFault {
    List<Integer> codes = new ArrayList<>();
    for (Node code : node.listOrOne()) {
      codes.add((int) code.integer(what, 0, 255));
    }
    if (codes.isEmpty()) {
      throw node.fault(what + " is empty; write at least one exit code");
    }
    return List.copyOf(codes);
  }
}
