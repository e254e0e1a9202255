package org.jobqueue.core.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jobqueue.api.proc.Command;

/**
 * Starts a command as the leader of a session and a process group of its own, by means of the
 * program {@code setsid} of Linux. Then Ctrl-C in the terminal of a worker reaches the worker only.
 * The process id is that of the command, because {@code setsid} becomes it.
 *
 * <p>A command of which a look tells that it cannot be started is left to the JDK, which knows why;
 * so is every command where there is no {@code setsid}.
 */
final class OwnSession {
  private static final String DEFAULT_PATH = ":/bin:/usr/bin"; // that of the JDK
  private static final int LONGEST_FIRST_LINE = 256;
  private static final Optional<String> SETSID =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")
          ? inPath("setsid", Path.of("/")).map(Path::toString)
          : Optional.empty();

  private OwnSession() {}

  /** The arguments with which to start a command; empty if it is to be started as it is. */
  static Optional<List<String>> arguments(Command command, Path directory) {
    String program = command.program();
    if (SETSID.isEmpty() || program.isEmpty() || program.startsWith("-")) {
      return Optional.empty();
    }
    Optional<Path> file;
    try {
      file =
          program.contains("/")
              ? Optional.of(directory.resolve(program)).filter(OwnSession::isStartable)
              : inPath(program, directory);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
    if (file.isEmpty()) {
      return Optional.empty();
    }
    List<String> arguments = new ArrayList<>();
    arguments.add(SETSID.get());
    arguments.addAll(command.arguments());
    if (!program.contains("/") && command.environment().containsKey("PATH")) {
      arguments.set(1, file.get().toString()); // programs are found by the path of the worker
    }
    return Optional.of(arguments);
  }

  private static Optional<Path> inPath(String program, Path directory) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse(DEFAULT_PATH);
    for (String entry : path.split(":", -1)) {
      Path file = directory.resolve(entry).resolve(program);
      if (isStartable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static boolean isStartable(Path file) {
    if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
      return false;
    }
    String first;
    try (InputStream in = Files.newInputStream(file)) {
      first = new String(in.readNBytes(LONGEST_FIRST_LINE), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return true; // it may be executed, but not read
    }
    if (!first.startsWith("#!")) {
      return true;
    }
    String interpreter = first.substring(2).lines().findFirst().orElse("").strip();
    return Files.isExecutable(Path.of(interpreter.split("\\s", 2)[0]));
  }
}
