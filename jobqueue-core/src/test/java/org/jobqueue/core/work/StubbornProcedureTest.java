package org.jobqueue.core.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jobqueue.api.Durability;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.TimeLimits;
import org.jobqueue.api.Worker;
import org.jobqueue.api.Worker.Statistics;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.queue.FileSystemJobQueues;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A procedure that goes on although it was stopped keeps its thread, and nothing else. */
@Timeout(60)
class StubbornProcedureTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration LONGER_THAN_ANY_PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path temp;

  private final AtomicLong skipped = new AtomicLong();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final Set<Thread> interrupted = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private JobQueue queue;

  @BeforeEach
  void createQueue() {
    Environment here = Environment.ofThisMachine();
    Environment hasty =
        new Environment(
            here.files(),
            here.clock(),
            () -> System.nanoTime() + skipped.get(),
            here.random(),
            here.processes());
    queue =
        new FileSystemJobQueues(List.of(plugin()), hasty)
            .create(temp.resolve("queue"), QueueOptions.defaults().withDurability(Durability.NONE));
  }

  @AfterEach
  void letGo() {
    release.countDown();
  }

  private JobProcPlugin plugin() {
    return () ->
        List.of(
            JobProcType.of("stubborn", "Stays.", Nothing.class, nothing -> new Stubborn(this)),
            JobProcType.of("quick", "Goes.", Nothing.class, nothing -> new Quick(this)));
  }

  private void skip(Duration time) {
    skipped.addAndGet(time.toNanos());
  }

  @Test
  void theSlotGoesOnWithoutTheThreadThatALimitCannotFree() throws Exception {
    JobRoot root = queue.createJobRoot("stubborn", Map.of());
    Job unused = root.setOptions(root.options().withTimeLimits(TimeLimits.NONE.withTotal(LIMIT)));
    JobHandle stubborn = root.activate();
    JobHandle quick = queue.createJobRoot("quick", Map.of()).activate();

    try (Worker worker = start()) {
      begun.await();
      skip(LIMIT);
      await().until(() -> !interrupted.isEmpty());
      assertThat(stubborn.state()).isEqualTo(JobState.RUNNING);
      skip(LONGER_THAN_ANY_PATIENCE);
      await().until(quick::isFinished);

      assertThat(stubborn.state()).isEqualTo(JobState.FAILED);
      assertThat(stubborn.status().error().orElseThrow().message()).contains("time limit");
      release.countDown();
      for (Thread lost : interrupted) {
        lost.join();
      }
      assertThat(worker.stop(Duration.ofSeconds(30))).isTrue();
      assertThat(worker.statistics()).isEqualTo(new Statistics(1, 1, 0, 0));
    }
    assertThat(stubborn.status().attempt()).isEqualTo(1);
    assertThat(stubborn.state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void aWorkerThatIsClosedHandsTheJobBackAndDoesNotWaitForEver() throws Exception {
    JobHandle stubborn = queue.createJobRoot("stubborn", Map.of()).activate();

    Worker worker = start();
    begun.await();
    Thread closing = new Thread(worker::close);
    closing.start();
    await().until(() -> !interrupted.isEmpty());
    assertThat(stubborn.state()).isEqualTo(JobState.RUNNING);
    skip(LONGER_THAN_ANY_PATIENCE);
    closing.join();

    assertThat(stubborn.state()).isEqualTo(JobState.WAITING);
    assertThat(worker.statistics()).isEqualTo(new Statistics(0, 0, 0, 0));
    Thread lost = threads.iterator().next();
    release.countDown();
    lost.join();
    assertThat(stubborn.state()).isEqualTo(JobState.WAITING);
  }

  @Test
  void oneThatComesToItsEndInTimeKeepsItsSlot() throws Exception {
    JobRoot root = queue.createJobRoot("stubborn", Map.of());
    Job unused = root.setOptions(root.options().withTimeLimits(TimeLimits.NONE.withTotal(LIMIT)));
    JobHandle late = root.activate();

    try (Worker worker = start()) {
      begun.await();
      skip(LIMIT);
      await().until(() -> !interrupted.isEmpty());
      release.countDown(); // whatever it says now, it has broken its limit
      await().until(() -> late.state() == JobState.FAILED);
      JobHandle quick = queue.createJobRoot("quick", Map.of()).activate();
      await().until(quick::isFinished);

      assertThat(late.status().error().orElseThrow().message()).contains("time limit");
      assertThat(threads).hasSize(1);
      assertThat(worker.statistics()).isEqualTo(new Statistics(1, 1, 0, 0));
    }
  }

  @Test
  void anInterruptThatComesAfterTheProcedureEndsNoSlot() throws Exception {
    try (Worker worker = start()) {
      await().until(queue.createJobRoot("quick", Map.of()).activate()::isFinished);
      Thread slot = threads.iterator().next();
      for (int i = 0; i < 10; i++) {
        slot.interrupt(); // as a timer may do that a procedure has left behind
        await().until(queue.createJobRoot("quick", Map.of()).activate()::isFinished);
      }
      assertThat(threads).containsExactly(slot);
      assertThat(worker.failure()).isEmpty();
    }
  }

  @Test
  void aLimitLongerThanAnyClockKeepsNobodyFromStoppingIt() throws Exception {
    JobRoot root = queue.createJobRoot("stubborn", Map.of());
    Job unused =
        root.setOptions(
            root.options().withTimeLimits(TimeLimits.NONE.withTotal(Duration.ofDays(365_000))));
    JobHandle endless = root.activate();

    Worker worker = start();
    begun.await();
    Thread closing = new Thread(worker::close);
    closing.start();
    await().until(() -> !interrupted.isEmpty());
    skip(LONGER_THAN_ANY_PATIENCE);
    closing.join();

    assertThat(endless.state()).isEqualTo(JobState.WAITING);
  }

  private Worker start() {
    Worker worker =
        queue.newWorker(WorkerOptions.defaults().withLongestPoll(Duration.ofMillis(50)));
    worker.start();
    return worker;
  }

  /** No parameters. */
  record Nothing() {}

  /** Waits to be released, whatever happens meanwhile. */
  static final class Stubborn extends JobProc {
    private final StubbornProcedureTest test;

    Stubborn(StubbornProcedureTest test) {
      super("stays");
      this.test = test;
    }

    @Override
    public void run() {
      test.threads.add(Thread.currentThread());
      test.begun.countDown();
      while (true) {
        try {
          if (test.release.await(1, TimeUnit.HOURS)) {
            return;
          }
        } catch (InterruptedException e) {
          test.interrupted.add(Thread.currentThread());
        }
      }
    }
  }

  /** Does nothing. */
  static final class Quick extends JobProc {
    private final StubbornProcedureTest test;

    Quick(StubbornProcedureTest test) {
      super("goes");
      this.test = test;
    }

    @Override
    public void run() {
      test.threads.add(Thread.currentThread());
    }
  }
}
