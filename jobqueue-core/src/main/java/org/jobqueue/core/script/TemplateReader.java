package org.jobqueue.core.script;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.core.script.ScriptParameter.Kind;
import org.jobqueue.core.script.ScriptParameter.Shape;

/** Reads the texts of a manifest. Two braces stand for one that is text. */
final class TemplateReader {
  private static final Pattern PIECE =
      Pattern.compile("\\{\\{|\\}\\}|\\{([a-zA-Z][a-zA-Z0-9_-]*)(?:\\.(\\w+))?(?::([^{}]*))?\\}");

  private final Node node;
  private final String what;
  private final Scope scope;
  private final List<Place> places = new ArrayList<>();
  private boolean needsFrames;

  private TemplateReader(Node node, String what, Scope scope) {
    this.node = node;
    this.what = what;
    this.scope = scope;
  }

  /**
   * Reads a text in which a list may be the only thing.
   *
   * @param what the text is for, in messages
   * @throws ManifestFault if it names something that is not in scope
   */
  static Template readArgument(Node node, String what, Scope scope) throws ManifestFault {
    return new TemplateReader(node, what, scope).read();
  }

  /** Reads a text that is one text in the end. */
  static Template read(Node node, String what, Scope scope) throws ManifestFault {
    Template template = readArgument(node, what, scope);
    if (template.onlySeveral().isPresent()) {
      throw several(node, template.onlySeveral().get());
    }
    return template;
  }

  private Template read() throws ManifestFault {
    String text = node.scalar(what);
    Matcher matcher = PIECE.matcher(text);
    int end = 0;
    while (matcher.find()) {
      addLiteral(text.substring(end, matcher.start()));
      if (matcher.group(1) == null) {
        places.add(new Place.Literal(matcher.group().substring(1)));
      } else {
        places.add(place(matcher));
      }
      end = matcher.end();
    }
    addLiteral(text.substring(end));
    Template template = new Template(List.copyOf(places), needsFrames);
    if (places.size() > 1) {
      requireNoneSeveral();
    }
    return template;
  }

  private void addLiteral(String text) throws ManifestFault {
    if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
      throw node.fault(
          what + " has a brace that belongs to no name: '" + text + "'; write {{ or }} for one");
    }
    if (!text.isEmpty()) {
      places.add(new Place.Literal(text));
    }
  }

  private Place place(Matcher found) throws ManifestFault {
    String name = found.group(1);
    String part = found.group(2) == null ? "" : found.group(2);
    String detail = found.group(3) == null ? "" : found.group(3);
    ScriptParameter parameter = scope.parameters().get(name);
    if (parameter != null) {
      requirePart(parameter, part);
      requireDetail(parameter, part, detail);
      return new Place.Value(parameter, part, detail);
    }
    if (!scope.others().contains(name)) {
      throw node.fault(Section.unknown("name", "{" + name + "}", what, scope.names()));
    }
    boolean fits = !name.equals(Scope.FRAMES) && !name.equals(Scope.PLUGIN);
    if (!part.isEmpty() || !(detail.isEmpty() || (fits && detail.matches("[1-9]")))) {
      throw node.fault(
          what
              + " has "
              + found.group()
              + "; write {"
              + name
              + "}"
              + (fits ? " or {" + name + ":4}" : ""));
    }
    if (name.equals(Scope.PLUGIN)) {
      return new Place.Plugin();
    }
    needsFrames |= !scope.hasFrames();
    return new Place.Frames(found.group());
  }

  private void requirePart(ScriptParameter parameter, String part) throws ManifestFault {
    if (part.isEmpty()) {
      return;
    }
    if (parameter.kind() != Kind.PATH || !parameter.isSingle()) {
      throw node.fault(what + " has {" + parameter.name() + "." + part + "}, but it is not a path");
    }
    if (!Place.Value.PARTS.contains(part)) {
      throw node.fault(
          Section.unknown("part", part, "{" + parameter.name() + "}", Place.Value.PARTS));
    }
  }

  private void requireDetail(ScriptParameter parameter, String part, String detail)
      throws ManifestFault {
    boolean digits = parameter.kind() == Kind.INTEGER && detail.matches("[1-9]");
    boolean fits = parameter.isSingle() ? digits && part.isEmpty() : true;
    if (!detail.isEmpty() && !fits) {
      throw node.fault(
          "%s has {%s:%s}; after ':' an integer may have its digits, 1 to 9, and a list what is"
                  .formatted(what, parameter.name(), detail)
              + " between its elements");
    }
  }

  /** Among other text, the elements of a list need something between them. */
  private void requireNoneSeveral() throws ManifestFault {
    for (Place place : places) {
      if (place instanceof Place.Value value
          && value.parameter().shape() != Shape.SINGLE
          && value.detail().isEmpty()) {
        throw several(node, value.parameter());
      }
    }
  }

  private static ManifestFault several(Node node, ScriptParameter parameter) {
    String name = parameter.name();
    return node.fault(
        "'%s' has several values; let {%s} be an argument of its own, or write what is between them: {%s:,}"
            .formatted(name, name, name));
  }
}
