package org.jobqueue.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.QueueOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Worker processes and a submitter process that are killed, stopped for longer than the lease, and
 * woken again. Settable: {@code jobqueue.test.seed}, {@code jobqueue.chaos.seconds} and {@code
 * jobqueue.chaos.workers}.
 */
@EnabledOnOs(OS.LINUX)
class ChaosTest {
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Duration LONGEST_WITHOUT_PROGRESS = Duration.ofSeconds(90);

  /** Runs in the directory of the attempt and leaves there what the check needs. */
  private static final String SCRIPT =
      """
      mark() { echo "$1 $JOBQUEUE_ATTEMPT" >> pids; }
      mark $$
      date +%s%3N > begin
      for pids in ../attempt-*/pids; do
        [ "$pids" -ef pids ] && continue
        while read pid marker; do
          if tr '\\0' '\\n' < /proc/$pid/environ | grep -qxF "JOBQUEUE_ATTEMPT=$marker"
          then echo "$marker" >> overlap
          fi
        done < "$pids"
      done 2> /dev/null
      echo one >> out
      case $1 in
      quick) ;;
      child) sh -c 'sleep 0.2; :' & mark $!; wait ;;
      stubborn) trap '' TERM; (sleep 0.5; :) & mark $!; sleep 0.3 ;;
      daemon)
        setsid sh -c 'trap "" TERM; echo "$$ $JOBQUEUE_ATTEMPT" >> pids; sleep 5 & wait' \
          < /dev/null > /dev/null 2>&1 &
        sleep 0.2 ;;
      esac
      echo two >> out
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private final TestProcesses processes = new TestProcesses();
  private Random random;
  private long seed;

  @BeforeEach
  void chooseSeed() {
    String given = System.getProperty("jobqueue.test.seed", "");
    seed = given.isBlank() ? new Random().nextInt(1_000_000) : Long.parseLong(given);
    random = new Random(seed);
    System.out.println("jobqueue.test.seed=" + seed);
  }

  @AfterEach
  void leaveNoProcess() throws IOException {
    processes.close();
  }

  @Test
  void whatWasSubmittedIsRunOnceWhateverDies() throws Exception {
    boolean isLong = System.getProperty("longTests") != null;
    int seconds = Integer.getInteger("jobqueue.chaos.seconds", isLong ? 120 : 8);
    int workers = Integer.getInteger("jobqueue.chaos.workers", 8);
    Path queue = directory.resolve("queue");
    List<Durability> levels = List.of(Durability.values());
    Durability durability = levels.get(random.nextInt(levels.size()));
    JobQueues.create(
        queue,
        QueueOptions.defaults()
            .withLease(LEASE)
            .withDurability(durability)
            .withKeepJobsInRepository(random.nextInt(3) == 0)
            .withUseSymLinks(random.nextBoolean()));
    Path script = Files.writeString(directory.resolve("job.sh"), SCRIPT);
    Files.createDirectory(directory.resolve("logs"));
    long start = System.nanoTime();
    Storm storm = new Storm(processes, directory, script, LEASE, random, workers);
    storm.rage(Duration.ofSeconds(seconds));
    storm.calm();
    awaitCalm(queue, workers);
    storm.end();
    List<TestProcesses.Found> orphans = processes.find();
    EndCheck check = new EndCheck(queue, storm);
    List<String> violations = check.violations();
    assertThat(check.jobs()).as("jobs that ran").isPositive();
    System.out.printf(
        "chaos: seed %d, durability %s, %s, %s, %d s, %d violations%n",
        seed,
        durability,
        check.figures(),
        storm.figures(),
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
        violations.size() + orphans.size());
    assertThat(violations).as("violations with seed %d", seed).isEmpty();
    assertThat(orphans).as("processes left with seed %d", seed).isEmpty();
  }

  /** Until nothing is left to do. Slow machines may take their time, but must get on. */
  private static void awaitCalm(Path queue, int workers) throws Exception {
    int endedBefore = -1;
    long progress = System.nanoTime();
    while (true) {
      int ended = JobOnDisk.countEnded(queue);
      if (ended != endedBefore) {
        endedBefore = ended;
        progress = System.nanoTime();
      }
      List<String> left = left(queue);
      int registered = JobOnDisk.names(queue.resolve("workers")).size();
      if (left.isEmpty() && registered == workers) {
        return;
      }
      if (System.nanoTime() - progress > LONGEST_WITHOUT_PROGRESS.toNanos()) {
        System.out.println("no progress; left: " + left + ", workers: " + registered);
        return; // the check says what that means
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static List<String> left(Path queue) throws IOException {
    List<Path> tickets =
        JobOnDisk.find(
            queue, path -> !path.startsWith(queue.resolve("jobs")) && Files.isRegularFile(path));
    return tickets.stream()
        .map(path -> queue.relativize(path).toString())
        .filter(path -> path.matches("(ready|run|intents)/.*"))
        .toList();
  }
}
