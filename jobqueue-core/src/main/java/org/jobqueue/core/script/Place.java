package org.jobqueue.core.script;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jobqueue.core.script.ScriptParameter.Kind;
import org.jobqueue.core.script.ScriptParameter.Shape;
import org.jspecify.annotations.Nullable;

/** A part of a text: as it is written, or in the place of something. */
sealed interface Place {
  /** What to write; null if that has no value. */
  @Nullable String textOrNull(Filling filling);

  /** Text as it is written. */
  record Literal(String text) implements Place {
    @Override
    public String textOrNull(Filling filling) {
      return text;
    }
  }

  /** The directory of the plugin. */
  record Plugin() implements Place {
    @Override
    public String textOrNull(Filling filling) {
      return filling.plugin().toString();
    }
  }

  /** Frames, with the braces around their name. */
  record Frames(String text) implements Place {
    @Override
    public @Nullable String textOrNull(Filling filling) {
      return filling.framesOrNull(text);
    }
  }

  /**
   * The value of a parameter.
   *
   * @param part of a path, or empty
   * @param detail digits of an integer, what is between the elements of a list, or empty
   */
  record Value(ScriptParameter parameter, String part, String detail) implements Place {
    static final List<String> PARTS = List.of("name", "stem", "extension", "directory");

    @Override
    public @Nullable String textOrNull(Filling filling) {
      Object value = filling.valueOrNull(parameter);
      if (value == null) {
        return null;
      }
      if (parameter.shape() != Shape.SINGLE) {
        return String.join(detail, filling.elements(value));
      }
      if (parameter.kind() == Kind.INTEGER && !detail.isEmpty()) {
        return String.format(Locale.ROOT, "%0" + detail + "d", value);
      }
      return part.isEmpty() ? filling.text(value) : part(Path.of(filling.text(value)));
    }

    private String part(Path path) {
      if (part.equals("directory")) {
        Path parent = path.getParent();
        return parent == null ? "" : parent.toString();
      }
      Path last = path.getFileName();
      String name = last == null ? "" : last.toString();
      int dot = name.lastIndexOf('.');
      boolean hasExtension = dot > 0;
      return switch (part) {
        case "stem" -> hasExtension ? name.substring(0, dot) : name;
        case "extension" -> hasExtension ? name.substring(dot + 1) : "";
        default -> name;
      };
    }
  }
}
