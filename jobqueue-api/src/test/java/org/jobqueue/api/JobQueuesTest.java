package org.jobqueue.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class JobQueuesTest {
  private final JobQueue none = JobQueues.none();

  @Test
  void noneQueueHasNothing() {
    assertThat(none.location()).isEmpty();
    assertThat(none.options()).isEqualTo(QueueOptions.defaults());
    assertThat(none.listJobs()).isEmpty();
    assertThat(none.findJob(JobId.ofRoot(0))).isEmpty();
    assertThat(none.jobTypes()).isEmpty();
    assertThat(none.pluginProblems()).isEmpty();
    try (Stream<JobHandle> jobs = none.jobs()) {
      assertThat(jobs).isEmpty();
    }
  }

  @Test
  void noneQueueRunsNothing() {
    assertThat(none.runNextAvailableJob()).isFalse();
    assertThat(none.runNextAvailableJob(0)).isFalse();
  }

  @Test
  void noneQueueCannotReceiveJobs() {
    assertRefused(() -> none.createJobRoot("command", Map.of()), "receive jobs");
    assertRefused(() -> none.createJob("command", Map.of()), "receive jobs");
  }

  @Test
  void noneQueueCannotHaveWorkers() {
    assertRefused(() -> none.newWorker(WorkerOptions.defaults()), "have workers");
  }

  @Test
  void noneQueueDeletesNothing() {
    assertThatCode(() -> none.deleteJobs(List.of())).doesNotThrowAnyException();
    assertRefused(() -> none.deleteJob(mock(JobHandle.class)), "delete jobs");
  }

  @Test
  void withoutAnImplementationTheMessageSaysWhatToAdd() {
    assertThatIllegalStateException()
        .isThrownBy(() -> JobQueues.open(Path.of("q")))
        .withMessage("no implementation of jobqueue-api on the class path; add jobqueue-core");
    assertThatIllegalStateException()
        .isThrownBy(() -> JobQueues.create(Path.of("q")))
        .withMessage("no implementation of jobqueue-api on the class path; add jobqueue-core");
  }

  private static void assertRefused(ThrowingCallable call, String what) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            QueueUnusableException.class,
            e -> {
              assertThat(e).hasMessage("the none-queue has no directory and cannot " + what);
              assertThat(e.reason()).isEqualTo(QueueUnusableException.Reason.NONE);
              assertThat(e.directory()).isEmpty();
            });
  }
}
