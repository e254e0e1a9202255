package org.jobqueue.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jobqueue.api.JobState;

/** Standard output and error as commands use them. Text from jobs is made printable here. */
final class Console {
  private static final String ESCAPE = "\u001b[";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private static final int MOST_TIMES = 8;

  private final Surroundings surroundings;
  private int timesNotAsked;

  Console(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** True if standard output is a terminal that can move its cursor. */
  boolean isTerminal() {
    return surroundings.terminal() && !"dumb".equals(surroundings.environment().get("TERM"));
  }

  /** True if output may be coloured; see no-color.org. */
  boolean hasColours() {
    return isTerminal() && surroundings.environment().getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** Prints one line to standard output. */
  void line(String text) {
    surroundings.out().println(text);
  }

  /** Prints a message of several lines to standard error: the first as it is, others indented. */
  void error(String message) {
    surroundings.out().flush();
    String[] lines = Printable.text(message).strip().split("\n", -1);
    PrintStream err = surroundings.err();
    err.println("jobqueue: " + lines[0]);
    for (int i = 1; i < lines.length; i++) {
      err.println("  " + lines[i]);
    }
    err.flush();
  }

  /** Standard output, for what is not made of lines. */
  PrintStream out() {
    return surroundings.out();
  }

  /**
   * True once nobody reads standard output any more: there is no use in going on. To find out, what
   * was printed is sent, which happens every time only if a person waits for it.
   */
  boolean isClosed() {
    timesNotAsked++;
    if (timesNotAsked < MOST_TIMES && !isTerminal()) {
      return false;
    }
    timesNotAsked = 0;
    return surroundings.out().checkError();
  }

  /** A state in its colour, padded. */
  String state(JobState state, int width) {
    String name = name(state);
    String padding = " ".repeat(Math.max(0, width - name.length()));
    return coloured(name, colour(state)) + padding;
  }

  /** A state as people and JSON read it. */
  static String name(JobState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** The text in bold on a terminal with colours. */
  String bold(String text) {
    return coloured(text, "1");
  }

  /** A time in the user's time zone. */
  String time(Instant instant) {
    return TIME.format(instant.atZone(surroundings.zone()));
  }

  private String coloured(String text, String code) {
    return hasColours() && !code.isEmpty() ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
  }

  private static String colour(JobState state) {
    return switch (state) {
      case DONE -> "32";
      case RUNNING -> "36";
      case FAILED, BLOCKED, QUARANTINED -> "31";
      case HELD, CANCELLED, DELETED -> "33";
      case BUILDING, WAITING -> "";
    };
  }
}
