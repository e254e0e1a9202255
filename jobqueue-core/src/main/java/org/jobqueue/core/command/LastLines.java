package org.jobqueue.core.command;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the last few lines it is given, long ones shortened. Thread-safe. */
final class LastLines {
  static final int LONGEST_LINE = 2000;

  private final int limit;
  private final Deque<String> lines = new ArrayDeque<>();

  LastLines(int limit) {
    this.limit = limit;
  }

  synchronized void add(String line) {
    if (lines.size() == limit) {
      lines.removeFirst();
    }
    lines.addLast(shortened(line));
  }

  synchronized List<String> toList() {
    return List.copyOf(lines);
  }

  private static String shortened(String line) {
    if (line.length() <= LONGEST_LINE) {
      return line;
    }
    int end = LONGEST_LINE - 1;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
