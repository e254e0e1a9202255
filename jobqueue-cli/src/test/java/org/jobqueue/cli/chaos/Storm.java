package org.jobqueue.cli.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jobqueue.cli.Main;

/** Workers and a submitter, and what befalls them. */
final class Storm {
  private static final Duration LONGEST_START = Duration.ofMinutes(3);
  private static final int MOST_STOPPED = 3;
  private static final int SHORTEST_PAUSE_MILLIS = 300;
  private static final int LONGEST_PAUSE_MILLIS = 1500;

  private final TestProcesses processes;
  private final Path queue;
  private final Path script;
  private final Path logs;
  private final Duration lease;
  private final Random random;
  private final List<Place> places = new ArrayList<>();
  private final List<JavaProcess> all = new ArrayList<>();
  private final List<Path> submitted = new ArrayList<>();
  private final List<String> surprises = new ArrayList<>();
  private final Place submitter = new Place();
  private final Set<JavaProcess> everStopped = new HashSet<>();
  private int kills;
  private int stops;
  private int terms;

  /** Where one process after the other lives. */
  private static final class Place {
    private JavaProcess process;
    private long wakeAt;
    private boolean stopped;
    private boolean killWhenWoken;
    private boolean leaving;
  }

  Storm(
      TestProcesses processes,
      Path directory,
      Path script,
      Duration lease,
      Random random,
      int workers) {
    this.processes = processes;
    this.queue = directory.resolve("queue");
    this.script = script;
    this.logs = directory.resolve("logs");
    this.lease = lease;
    this.random = random;
    for (int i = 0; i < workers; i++) {
      places.add(new Place());
    }
  }

  /** Lets things happen for a while, and on a slow machine for longer. */
  void rage(Duration time) throws IOException, InterruptedException {
    startMissing();
    startSubmitter();
    awaitFirstJobs();
    long start = System.nanoTime();
    while (System.nanoTime() - start < time.toNanos() || kills < 2 || stops < 2) {
      int range = LONGEST_PAUSE_MILLIS - SHORTEST_PAUSE_MILLIS;
      TimeUnit.MILLISECONDS.sleep(SHORTEST_PAUSE_MILLIS + random.nextInt(range));
      wake(System.nanoTime());
      startMissing();
      strike();
      startMissing();
    }
  }

  private void awaitFirstJobs() throws InterruptedException {
    long start = System.nanoTime();
    while (places.stream().anyMatch(place -> place.process.workerName().isEmpty())
        || !Files.exists(submitted.get(0))) {
      if (!submitter.process.isAlive()
          || places.stream().anyMatch(place -> !place.process.isAlive())
          || System.nanoTime() - start > LONGEST_START.toNanos()) {
        throw new AssertionError(
            "workers or submitter do not start: "
                + submitter.process.output()
                + all.stream().map(JavaProcess::output).toList());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** From now on nothing happens any more, and nothing is submitted; the workers go on. */
  void calm() throws IOException, InterruptedException {
    submitter.process.kill();
    wake(Long.MAX_VALUE);
    startMissing();
  }

  private void strike() throws IOException, InterruptedException {
    int dice = random.nextInt(100);
    if (dice < 10) {
      strikeSubmitter(dice < 3);
      return;
    }
    List<Place> ready =
        places.stream()
            .filter(place -> !place.stopped && !place.leaving)
            .filter(place -> place.process.workerName().isPresent())
            .toList();
    if (ready.isEmpty()) {
      return;
    }
    Place victim = ready.get(random.nextInt(ready.size()));
    if (dice < 55) {
      kills++;
      victim.process.kill();
      victim.process = null;
    } else if (dice < 95) {
      if (places.stream().filter(place -> place.stopped).count() < MOST_STOPPED) {
        long millis = lease.toMillis();
        stop(victim, dice < 88 ? millis * 3 / 2 + random.nextInt((int) millis) : millis / 4);
      }
    } else {
      terms++;
      victim.process.signal("TERM");
      victim.leaving = true;
    }
  }

  private void strikeSubmitter(boolean stop) throws IOException, InterruptedException {
    if (submitter.stopped) {
      return;
    }
    if (stop) {
      stop(submitter, lease.toMillis() + random.nextInt(2000));
      return;
    }
    kills++;
    submitter.process.kill();
    startSubmitter();
  }

  private void stop(Place place, long millis) {
    stops++;
    everStopped.add(place.process);
    place.process.signal("STOP");
    place.stopped = true;
    place.killWhenWoken = place != submitter && random.nextInt(4) == 0;
    place.wakeAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void wake(long now) throws InterruptedException {
    List<Place> stopped = new ArrayList<>(places);
    stopped.add(submitter);
    stopped.removeIf(place -> !place.stopped || place.wakeAt > now);
    for (Place place : stopped) {
      place.stopped = false;
      if (place.killWhenWoken) {
        kills++;
        place.process.kill();
        place.process = null;
      } else {
        place.process.signal("CONT");
      }
    }
  }

  private void startMissing() throws IOException {
    for (Place place : places) {
      if (place.process != null && !place.process.isAlive()) {
        if (!place.leaving) {
          surprises.add("a worker ended by itself: " + place.process.output());
        }
        place.process = null;
        place.leaving = false;
      }
      if (place.process == null) {
        place.process = startWorker();
      }
    }
    if (submitter.process != null && !submitter.process.isAlive() && !submitter.stopped) {
      if (submitter.process.process().exitValue() != 128 + 9) {
        surprises.add("the submitter ended by itself: " + submitter.process.output());
      }
    }
  }

  private JavaProcess startWorker() throws IOException {
    JavaProcess worker =
        processes.java(
            logs.resolve("worker" + all.size() + ".log"),
            Main.class,
            "-q",
            queue.toString(),
            "work",
            "--slots",
            "2",
            "--longest-poll",
            "300ms",
            "--grace",
            "2s");
    all.add(worker);
    return worker;
  }

  private void startSubmitter() throws IOException {
    int number = submitted.size();
    Path file = logs.resolve("submitted" + number);
    submitter.process =
        processes.java(
            logs.resolve("submitter" + number + ".log"),
            ChaosSubmitter.class,
            queue.toString(),
            script.toString(),
            Long.toString(random.nextLong()),
            file.toString());
    submitted.add(file);
  }

  /** Ends the workers in good order. */
  void end() throws InterruptedException {
    for (Place place : places) {
      place.process.signal("TERM");
    }
    for (Place place : places) {
      if (!place.process.awaitExit(60)) {
        surprises.add("a worker does not end: " + place.process.output());
      }
    }
  }

  /** All worker processes there ever were. */
  List<JavaProcess> workers() {
    return all;
  }

  /** Whether the process of a worker, named by its token, stood still for a while. */
  boolean wasStopped(String token) {
    return everStopped.stream()
        .anyMatch(worker -> token.contains("_" + worker.process().pid() + "_"));
  }

  /** The files with the numbers of jobs whose submission has returned. */
  List<Path> submitted() {
    return submitted;
  }

  /** What happened that nobody did. */
  List<String> surprises() {
    return surprises;
  }

  String figures() {
    return kills + " kills, " + stops + " stops, " + terms + " ends in good order";
  }
}
