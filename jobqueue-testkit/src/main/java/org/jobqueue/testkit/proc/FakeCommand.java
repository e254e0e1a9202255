package org.jobqueue.testkit.proc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/** A program that is not run but does what it is told here, step by step. Immutable. */
public final class FakeCommand {
  private final String name;
  private final List<Step> steps;
  private final int exitCode;

  @FunctionalInterface
  private interface Step {
    void take(Path directory, Output output) throws InterruptedException;
  }

  /** Where the lines of a fake command go. */
  interface Output {
    void stdout(String line);

    void stderr(String line);
  }

  private FakeCommand(String name, List<Step> steps, int exitCode) {
    this.name = name;
    this.steps = List.copyOf(steps);
    this.exitCode = exitCode;
  }

  /**
   * A program that does nothing and succeeds.
   *
   * @param name the last part of the path by which procedures start it
   */
  public static FakeCommand named(String name) {
    return new FakeCommand(name, List.of(), 0);
  }

  /** The same, printing these lines to standard output after all else. */
  public FakeCommand prints(String... lines) {
    return with(
        (directory, output) -> {
          for (String line : lines) {
            output.stdout(line);
          }
        });
  }

  /** The same, printing these lines to standard error after all else. */
  public FakeCommand printsError(String... lines) {
    return with(
        (directory, output) -> {
          for (String line : lines) {
            output.stderr(line);
          }
        });
  }

  /**
   * The same, making a file, with its directories, after all else.
   *
   * @param path relative to the working directory of the command, or absolute
   */
  public FakeCommand makes(String path, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return with((directory, output) -> write(directory.resolve(path), bytes));
  }

  /** The same, waiting after all else until it is stopped. */
  public FakeCommand hangs() {
    return with((directory, output) -> new CountDownLatch(1).await());
  }

  /** The same, ending with another exit code. */
  public FakeCommand exits(int code) {
    return new FakeCommand(name, steps, code);
  }

  String name() {
    return name;
  }

  int run(Path directory, Output output) throws InterruptedException {
    for (Step step : steps) {
      step.take(directory, output);
    }
    return exitCode;
  }

  private FakeCommand with(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new FakeCommand(name, more, exitCode);
  }

  private static void write(Path file, byte[] content) {
    try {
      Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
      Files.createDirectories(directory);
      // as a whole, since another attempt may make the same file and look at it
      Path whole = Files.write(Files.createTempFile(directory, ".", ".new"), content);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
