package org.jobqueue.procs.command;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands and their output as one short line for people. */
final class CommandText {
  static final int LONGEST_LABEL = 60;
  static final int LONGEST_STATUS = 200;

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}@%+=:,./_#-]+");
  private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");

  private CommandText() {}

  /** An argument vector as one could type it into a shell. */
  static String quoted(List<String> arguments) {
    return arguments.stream().map(CommandText::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  /** One line of at most so many characters; control characters become blanks. */
  static String oneLine(String text, int limit) {
    // No more is looked at than could be shown, whatever the length of the text.
    String head = text.strip();
    head = head.substring(0, Math.min(head.length(), 4 * limit));
    String line = NOT_PRINTABLE.matcher(head).replaceAll(" ").strip();
    if (line.length() <= limit) {
      return line;
    }
    int end = limit - 1;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
