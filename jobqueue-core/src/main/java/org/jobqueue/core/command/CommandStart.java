package org.jobqueue.core.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.CommandFailedException;
import org.jspecify.annotations.Nullable;

/** Starts a command, or says in words for people why it cannot be started. */
final class CommandStart {
  /** Up to JDK 21 {@code error=2, No such file}, later {@code error: 2 (No such file)}. */
  private static final Pattern SYSTEM_ERROR =
      Pattern.compile("error(?:=|: )(\\d+)(?:, | \\()([^()]*)");

  private static final String SETSID = "setsid: ";

  private final Command command;
  private final Path directory;
  private boolean inOwnSession;

  CommandStart(Command command, Path defaultDirectory) {
    this.command = command;
    this.directory = command.workingDirectory().orElse(defaultDirectory);
  }

  Process start() {
    if (!Files.isDirectory(directory)) {
      String what = Files.exists(directory) ? "is not a directory" : "does not exist";
      throw failed("working directory '" + directory + "' " + what, null);
    }
    Optional<List<String>> arguments = OwnSession.arguments(command, directory);
    inOwnSession = arguments.isPresent();
    ProcessBuilder builder = new ProcessBuilder(arguments.orElse(command.arguments()));
    builder.directory(directory.toFile());
    try {
      builder.environment().putAll(command.environment());
      return builder.start();
    } catch (IllegalArgumentException e) {
      throw failed("an environment variable is not valid: " + e.getMessage(), e);
    } catch (IOException e) {
      throw failed(reason(e), e);
    }
  }

  /**
   * Tells a command that has ended from one that {@code setsid} could not become, which is rare:
   * the obvious reasons are looked for before.
   *
   * @throws CommandFailedException if it could not be started
   */
  void requireStarted(int exitCode, List<String> errorLines) {
    if (inOwnSession
        && (exitCode == 126 || exitCode == 127)
        && errorLines.size() == 1
        && errorLines.get(0).startsWith(SETSID)) {
      throw failed(errorLines.get(0).substring(SETSID.length()), null);
    }
  }

  private CommandFailedException failed(String reason, @Nullable Exception cause) {
    return new CommandFailedException(command, new IOException(reason, cause));
  }

  /** What is wrong with the program, as far as looking at it tells; else what the system says. */
  private String reason(IOException e) {
    String program = command.program();
    if (program.isEmpty()) {
      return "the name of the program is empty";
    }
    if (!program.contains("/") && !program.contains(File.separator)) {
      return isNotFound(e) ? "there is no such program in the PATH of the worker" : system(e);
    }
    try {
      return reason(directory.resolve(program), e);
    } catch (InvalidPathException invalid) {
      return system(e);
    }
  }

  private static String reason(Path program, IOException e) {
    if (!Files.exists(program)) {
      return "there is no such file";
    }
    if (Files.isDirectory(program)) {
      return "it is a directory";
    }
    if (!Files.isExecutable(program)) {
      return "the file is not executable";
    }
    return isNotFound(e)
        ? "the file is there, but the interpreter named in its first line is not"
        : system(e);
  }

  private static boolean isNotFound(IOException e) {
    Matcher matcher = SYSTEM_ERROR.matcher(String.valueOf(e.getMessage()));
    return matcher.find() && matcher.group(1).equals("2");
  }

  /** The message without the program and directory, which the JDK puts in front. */
  private static String system(IOException e) {
    String message = String.valueOf(e.getMessage());
    Matcher matcher = SYSTEM_ERROR.matcher(message);
    return matcher.find() ? matcher.group(2) + " (error " + matcher.group(1) + ")" : message;
  }
}
