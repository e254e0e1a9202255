package org.jobqueue.core.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code /proc} of Linux. On other systems it is not there, and nothing is known. */
final class ProcessFiles {
  private static final String ASSIGNMENT = CommandMarker.VARIABLE + "=";

  private final Path proc;

  /** What Linux shows of the processes of this machine. */
  ProcessFiles() {
    this(Path.of("/proc"));
  }

  ProcessFiles(Path proc) {
    this.proc = proc;
  }

  /**
   * What the system says of a process in one line, from its state on.
   *
   * @param state one letter; Z for one that has ended but whose parent has not asked about it yet
   * @param session the process id of the leader of its session
   * @param threads how many threads it has
   * @param start when it started, in ticks since the boot
   */
  record Stat(char state, long session, long threads, String start) {
    // Counted from the state, which is the third field.
    private static final int SESSION = 3;
    private static final int THREADS = 17;
    private static final int START = 19;

    static Optional<Stat> parse(String line) {
      // The name of the program, in parentheses, may itself contain anything.
      String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
      try {
        return fields.length > START && fields[0].length() == 1
            ? Optional.of(
                new Stat(
                    fields[0].charAt(0),
                    Long.parseLong(fields[SESSION]),
                    Long.parseLong(fields[THREADS]),
                    fields[START]))
            : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    /** It can do nothing any more. The first thread of a process may end before the others. */
    boolean hasEnded() {
      return state == 'X' || state == 'x' || (state == 'Z' && threads <= 1);
    }
  }

  /** What is known of a process; empty if it is gone. */
  Optional<Stat> stat(long pid) {
    String line = readOrNull(Long.toString(pid), "stat");
    return line == null ? Optional.empty() : Stat.parse(line);
  }

  /**
   * Whether processes of other accounts are shown as well. The first process is always there, but
   * {@code /proc} may be mounted so that it is hidden.
   */
  boolean showsAll() {
    return stat(1).isPresent();
  }

  /** The ids of all processes that are shown. */
  List<Long> ids() {
    List<Long> ids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[1-9]*")) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (name.length() < 19 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
          ids.add(Long.parseLong(name));
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // no such system, or cut short: whoever has to find all looks again
    }
    return ids;
  }

  /** The marker in the environment of a process; those of other accounts cannot be read. */
  Optional<CommandMarker> marker(long pid) {
    byte[] environment;
    try {
      environment = Files.readAllBytes(proc.resolve(Long.toString(pid)).resolve("environ"));
    } catch (IOException e) {
      return Optional.empty();
    }
    String text = new String(environment, StandardCharsets.ISO_8859_1);
    int at = text.startsWith(ASSIGNMENT) ? 0 : text.indexOf('\0' + ASSIGNMENT) + 1;
    if (at == 0 && !text.startsWith(ASSIGNMENT)) {
      return Optional.empty();
    }
    int end = text.indexOf('\0', at);
    return CommandMarker.parse(
        text.substring(at + ASSIGNMENT.length(), end < 0 ? text.length() : end));
  }

  /** A file of the system, without the white space around it; null if there is none. */
  @Nullable String readOrNull(String first, String... more) {
    try {
      return Files.readString(proc.resolve(Path.of(first, more)), StandardCharsets.ISO_8859_1)
          .strip();
    } catch (IOException e) {
      return null; // no such system, or the process is gone
    }
  }

  /** Where a link of the system points to; null if there is none. */
  @Nullable String linkOrNull(String first, String... more) {
    try {
      return Files.readSymbolicLink(proc.resolve(Path.of(first, more))).toString();
    } catch (IOException e) {
      return null;
    }
  }
}
