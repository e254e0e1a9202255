package org.jobqueue.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The worker processes of the demo; none outlives it. */
final class DemoWorkers {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int LOOKS = 50;
  private static final int LAST_LINES = 10;

  private static final class Member {
    private final int number;
    private final WorkerLauncher.WorkerProcess process;
    private final Path log;
    private boolean reported;

    Member(int number, WorkerLauncher.WorkerProcess process, Path log) {
      this.number = number;
      this.process = process;
      this.log = log;
    }

    boolean isAlive() {
      return process.exitCode().isEmpty();
    }

    /** A worker that ended because the queue was empty, or after a job failed, did not die. */
    boolean died() {
      OptionalInt code = process.exitCode();
      return code.isPresent()
          && code.getAsInt() != ExitCode.OK
          && code.getAsInt() != ExitCode.JOB_FAILED;
    }
  }

  private final List<Member> members = new ArrayList<>();
  private final Surroundings surroundings;

  private DemoWorkers(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Starts workers that end by themselves once the queue is empty. */
  static DemoWorkers start(int count, DemoDirectory directory, Surroundings surroundings)
      throws IOException {
    DemoWorkers crew = new DemoWorkers(surroundings);
    List<String> arguments =
        List.of(
            "-q",
            directory.queue().toString(),
            "work",
            "--until-empty",
            "--longest-poll",
            "500ms",
            "--grace",
            "2s");
    try {
      for (int i = 1; i <= count; i++) {
        Path log = directory.log(i);
        crew.members.add(new Member(i, surroundings.workers().start(arguments, log), log));
      }
    } catch (IOException e) {
      crew.kill();
      throw e;
    }
    return crew;
  }

  /** The processes for people. */
  String describe() {
    return members.stream()
        .map(member -> "process " + member.process.pid())
        .collect(Collectors.joining(", "));
  }

  /** True while one of the processes lives. */
  boolean isWorking() {
    return members.stream().anyMatch(Member::isAlive);
  }

  /** What there is to say of workers that died since the last call. */
  List<String> newDeaths() {
    List<String> messages = new ArrayList<>();
    for (Member member : members) {
      if (member.died() && !member.reported) {
        member.reported = true;
        String others = isWorking() ? "; the others go on" : "";
        messages.add(
            "worker "
                + member.number
                + " died with exit code "
                + member.process.exitCode().getAsInt()
                + others
                + lastLines(member));
      }
    }
    return messages;
  }

  /** Why the job is not done although all workers have ended. */
  String lastWords() {
    return "the workers have ended before the animation was done"
        + members.stream().map(DemoWorkers::lastLines).collect(Collectors.joining());
  }

  private static String lastLines(Member member) {
    try {
      List<String> lines =
          new String(Files.readAllBytes(member.log), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank())
              .toList();
      return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
          .map(line -> "\nworker " + member.number + ": " + line)
          .collect(Collectors.joining());
    } catch (IOException e) {
      return "\nworker " + member.number + " left no readable log: " + e;
    }
  }

  /** Asks all processes to end. */
  void stop() {
    members.stream().filter(Member::isAlive).forEach(member -> member.process.stop());
  }

  /** Ends all processes now. */
  void kill() {
    members.forEach(member -> member.process.kill());
  }

  /** Lets the workers end by themselves for a moment, asks them to, and ends them at last. */
  void end() throws InterruptedException {
    try {
      for (int look = 0; isWorking() && look < LOOKS; look++) {
        if (look == LOOKS / 2) {
          stop();
        }
        surroundings.pause().pause(LOOK);
      }
    } finally {
      kill();
    }
  }
}
