package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.core.queue.FileSystemJobQueues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code JobContext.stillOwner} says. */
@Timeout(60)
class StillOwnerTest {
  @TempDir private Path temp;

  private final CompletableFuture<Boolean> before = new CompletableFuture<>();
  private final CompletableFuture<Boolean> after = new CompletableFuture<>();
  private final CountDownLatch cancelled = new CountDownLatch(1);

  private record Nothing() {}

  /** Asks once while the job is its own, and once more when it is not; never gives up by itself. */
  private final class Asking extends JobProc {
    Asking() {
      super("asking");
    }

    @Override
    public void run() {
      before.complete(context().stillOwner());
      boolean interrupted = true;
      while (interrupted) {
        try {
          cancelled.await();
          interrupted = false;
        } catch (InterruptedException e) {
          // the worker has noticed, too
        }
      }
      after.complete(context().stillOwner());
    }
  }

  private record Plugin(List<JobProcType<?>> types) implements JobProcPlugin {}

  @Test
  void aCancelledJobIsNobodysAnyMore() throws Exception {
    Plugin plugin =
        new Plugin(
            List.of(JobProcType.of("asking", "Asks.", Nothing.class, nothing -> new Asking())));
    JobQueue queue =
        new FileSystemJobQueues(Set.of(plugin)).create(temp.resolve("queue"), Bench.quick());
    JobHandle job = queue.createJob("asking", Map.of()).activate();

    try (Worker worker = queue.newWorker(WorkerOptions.defaults())) {
      worker.start();
      assertThat(before.get(30, TimeUnit.SECONDS)).isTrue();
      job.cancel();
      cancelled.countDown();
      assertThat(after.get(30, TimeUnit.SECONDS)).isFalse();
    }
  }
}
