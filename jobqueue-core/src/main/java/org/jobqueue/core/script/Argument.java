package org.jobqueue.core.script;

import java.util.ArrayList;
import java.util.List;

/** A part of a command. */
sealed interface Argument {
  /** Appends what it becomes: no argument, one or several. */
  void addTo(List<String> command, Filling filling);

  /** The arguments that several parts become. */
  static List<String> all(List<Argument> arguments, Filling filling) {
    List<String> command = new ArrayList<>();
    arguments.forEach(argument -> argument.addTo(command, filling));
    return command;
  }

  /** One argument. */
  record Text(Template template) implements Argument {
    @Override
    public void addTo(List<String> command, Filling filling) {
      template.fill(filling).ifPresent(command::add);
    }
  }

  /** An argument for each element of a list or entry of a map. */
  record Several(ScriptParameter parameter) implements Argument {
    @Override
    public void addTo(List<String> command, Filling filling) {
      Object value = filling.valueOrNull(parameter);
      if (value != null) {
        command.addAll(filling.elements(value));
      }
    }
  }

  /** Arguments that are there or not. */
  record Choice(Condition condition, List<Argument> then, List<Argument> otherwise)
      implements Argument {
    @Override
    public void addTo(List<String> command, Filling filling) {
      (condition.holds(filling) ? then : otherwise)
          .forEach(argument -> argument.addTo(command, filling));
    }
  }
}
