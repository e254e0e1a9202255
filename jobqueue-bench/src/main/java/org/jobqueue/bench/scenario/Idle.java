package org.jobqueue.bench.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.bench.files.OperationCounts;
import org.jobqueue.bench.floor.Workspace;
import org.jobqueue.bench.measure.Latencies;
import org.jobqueue.bench.measure.Timing;
import org.jobqueue.bench.queue.MeasuredQueues;
import org.jobqueue.bench.queue.NoOpPlugin;
import org.jobqueue.bench.report.Figures;

/**
 * What workers ask of the file system while there is nothing to do, and how soon one of them takes
 * a job that comes after all. The workers have the settings of {@code jobqueue work}.
 */
final class Idle implements Scenario {
  private static final int WAITING_WORKERS = 8;
  private static final int PICK_UPS = 30;
  private static final Duration SETTLING = Duration.ofSeconds(7);
  private static final Duration LONGEST_PICK_UP = Duration.ofSeconds(30);
  private static final int LONGEST_PAUSE_MILLIS = 400;

  private final String name;
  private final int workers;
  private final Duration settling;
  private final Duration measured;

  private Idle(String name, int workers, Duration settling, Duration measured) {
    this.name = name;
    this.workers = workers;
    this.settling = settling;
    this.measured = measured;
  }

  /** A few workers, and how soon one of them takes a job. */
  static Idle few() {
    return new Idle("idle", 20, SETTLING, Duration.ofSeconds(6));
  }

  /** So many that they take minutes to settle. */
  static Idle farm() {
    return new Idle("idle-200", 200, Duration.ofMinutes(3), Duration.ofMinutes(3));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isQuick() {
    return settling.equals(SETTLING);
  }

  @Override
  public List<Figures> run(Settings settings, Workspace workspace) throws Exception {
    Path directory = workspace.unused("queue");
    JobQueue queue = MeasuredQueues.counted().create(directory, settings.durability());
    return isQuick()
        ? List.of(rest(directory), pickUp(directory, queue))
        : List.of(rest(directory));
  }

  private Figures rest(Path directory) throws Exception {
    List<MeasuredQueues> all = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      all.add(MeasuredQueues.counted());
    }
    List<Worker> started = start(all, directory);
    try {
      TimeUnit.NANOSECONDS.sleep(settling.toNanos());
      OperationCounts before = sum(all);
      Timing timing = Timing.of(workers, () -> TimeUnit.NANOSECONDS.sleep(measured.toNanos()));
      OperationCounts counts = sum(all).since(before);
      return Figures.of(name, timing)
          .withOperations(counts.perJob(workers))
          .with("workers", workers)
          .with("operationsPerSecond", counts.total() / timing.seconds());
    } finally {
      stop(started);
    }
  }

  private static Figures pickUp(Path directory, JobQueue queue) throws Exception {
    AtomicLong picked = new AtomicLong();
    Semaphore running = new Semaphore(0);
    Runnable whenRun =
        () -> {
          picked.set(System.nanoTime());
          running.release();
        };
    List<MeasuredQueues> all = new ArrayList<>();
    for (int i = 0; i < WAITING_WORKERS; i++) {
      all.add(MeasuredQueues.running(whenRun));
    }
    List<Worker> workers = start(all, directory);
    Latencies latencies = new Latencies();
    Random random = new Random(1);
    try {
      TimeUnit.NANOSECONDS.sleep(SETTLING.toNanos());
      Timing timing =
          Timing.of(
              PICK_UPS,
              () -> {
                for (int i = 0; i < PICK_UPS; i++) {
                  TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
                  JobHandle job = queue.createJobRoot(NoOpPlugin.TYPE, Map.of()).activate();
                  long submitted = System.nanoTime();
                  if (!running.tryAcquire(LONGEST_PICK_UP.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new IllegalStateException("nobody took job " + job.id());
                  }
                  latencies.add(Math.max(0, picked.get() - submitted));
                }
              });
      return Figures.of("idle-pick-up", timing)
          .with("workers", WAITING_WORKERS)
          .with("pickUp", latencies, 95);
    } finally {
      stop(workers);
    }
  }

  private static List<Worker> start(List<MeasuredQueues> all, Path directory) {
    List<Worker> workers = new ArrayList<>();
    for (MeasuredQueues queues : all) {
      Worker worker = queues.open(directory).newWorker(WorkerOptions.defaults());
      worker.start();
      workers.add(worker);
    }
    return workers;
  }

  private static void stop(List<Worker> workers) {
    workers.forEach(Worker::close);
  }

  private static OperationCounts sum(List<MeasuredQueues> all) {
    return all.stream()
        .map(MeasuredQueues::counts)
        .reduce(OperationCounts.NONE, OperationCounts::plus);
  }
}
