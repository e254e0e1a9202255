package org.jobqueue.cli.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * All processes of one test, wherever they went: a variable in their environment tells them from
 * all others. Linux only.
 */
public final class TestProcesses implements AutoCloseable {
  private static final String VARIABLE = "JOBQUEUE_TEST_PROCESS";
  private static final List<String> SMALL_JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Xmx64m",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xshare:auto",
          "-cp",
          System.getProperty("java.class.path"));

  private final String id = UUID.randomUUID().toString();

  /** A process that is alive, or was at the time of the look. */
  record Found(ProcessHandle handle, String commandLine) {}

  /** Starts a program in a virtual machine of its own; its output goes to {@code log}. */
  public JavaProcess java(Path log, Class<?> main, String... arguments) throws IOException {
    return new JavaProcess(start(log, commandLine(main, arguments), Map.of()), log);
  }

  /** How a program is started in a virtual machine of its own. */
  static List<String> commandLine(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(SMALL_JAVA);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  public Process start(Path log, List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put(VARIABLE, id);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return builder.start();
  }

  /** All that are there now; those that have ended do not count. */
  List<Found> find() throws IOException {
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        ProcessHandle handle =
            ProcessHandle.of(Long.parseLong(process.getFileName().toString())).orElse(null);
        if (handle != null && environment(process).contains(VARIABLE + "=" + id)) {
          found.add(new Found(handle, read(process.resolve("cmdline")).replace('\0', ' ')));
        }
      }
    }
    return found;
  }

  static List<String> environment(Path process) {
    return List.of(read(process.resolve("environ")).split("\0", -1));
  }

  /** The ids of living processes whose marker begins like this. */
  public static List<Long> withMarker(String beginning) throws IOException {
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        if (environment(process).stream()
            .anyMatch(entry -> entry.startsWith("JOBQUEUE_ATTEMPT=" + beginning))) {
          found.add(Long.parseLong(process.getFileName().toString()));
        }
      }
    }
    return found;
  }

  /** False also for one that has ended and whose parent does not ask about it. */
  static boolean isAlive(long pid) {
    String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
    return !stat.isEmpty() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // gone
    }
  }

  /** Kills all of them, stopped ones too. */
  @Override
  public void close() throws IOException {
    for (int noneInARow = 0; noneInARow < 2; ) {
      List<Found> left = find();
      left.forEach(process -> process.handle().destroyForcibly());
      noneInARow = left.isEmpty() ? noneInARow + 1 : 0;
    }
  }
}
