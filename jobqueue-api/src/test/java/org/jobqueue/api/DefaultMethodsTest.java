package org.jobqueue.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The methods that the interfaces implement themselves. */
class DefaultMethodsTest {
  private final JobHandle job = mock(JobHandle.class, CALLS_REAL_METHODS);
  private final JobQueue queue = mock(JobQueue.class, CALLS_REAL_METHODS);

  @Test
  void handleAnswersFromItsStatus() {
    JobStatus status =
        new JobStatus(
            JobState.RUNNING,
            2,
            Optional.of("w"),
            Optional.of("h"),
            OptionalLong.of(7),
            Optional.of(Instant.EPOCH),
            Optional.of(Instant.MAX),
            OptionalInt.of(40),
            Optional.of("half way"),
            Optional.of(JobError.of("broken")));
    doReturn(status).when(job).status();

    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    assertThat(job.startTime()).contains(Instant.EPOCH);
    assertThat(job.endTime()).contains(Instant.MAX);
    assertThat(job.progress()).hasValue(40);
    assertThat(job.statusLine()).contains("half way");
    assertThat(job.error()).contains(JobError.of("broken"));
  }

  @Test
  void isWaitingMeansNeitherRunningNorFinished() {
    assertThat(statesWhere(JobHandle::isWaiting))
        .containsOnly(JobState.WAITING, JobState.BLOCKED, JobState.HELD);
  }

  @Test
  void isRunningMeansOwned() {
    assertThat(statesWhere(JobHandle::isRunning)).containsOnly(JobState.RUNNING);
  }

  @Test
  void isFinishedMeansSuccessful() {
    assertThat(statesWhere(JobHandle::isFinished)).containsOnly(JobState.DONE);
  }

  @Test
  void finalStatesAndErrorStates() {
    Set<JobState> finals = EnumSet.noneOf(JobState.class);
    Set<JobState> errors = EnumSet.noneOf(JobState.class);
    for (JobState state : JobState.values()) {
      if (state.isFinal()) {
        finals.add(state);
      }
      if (state.isError()) {
        errors.add(state);
      }
    }

    assertThat(finals)
        .containsOnly(
            JobState.DONE,
            JobState.FAILED,
            JobState.CANCELLED,
            JobState.DELETED,
            JobState.QUARANTINED);
    assertThat(errors).containsOnly(JobState.FAILED, JobState.QUARANTINED);
  }

  @Test
  void createJobIsCreateJobRoot() {
    JobRoot root = mock(JobRoot.class);
    doReturn(root).when(queue).createJobRoot("command", Map.of("x", 1));

    assertThat(queue.createJob("command", Map.of("x", 1))).isSameAs(root);
  }

  @Test
  void deleteJobDeletesOne() {
    doNothing().when(queue).deleteJobs(any());

    queue.deleteJob(job);

    verify(queue).deleteJobs(List.of(job));
  }

  @Test
  void runNextAvailableJobHasDefaultRetries() {
    doReturn(true).when(queue).runNextAvailableJob(anyInt());

    assertThat(queue.runNextAvailableJob()).isTrue();
    verify(queue).runNextAvailableJob(JobQueue.DEFAULT_RETRIES);
  }

  private Set<JobState> statesWhere(Predicate<JobHandle> test) {
    Set<JobState> states = EnumSet.noneOf(JobState.class);
    for (JobState state : JobState.values()) {
      doReturn(inState(state)).when(job).status();
      if (test.test(job)) {
        states.add(state);
      }
    }
    return states;
  }

  private static JobStatus inState(JobState state) {
    return new JobStatus(
        state,
        0,
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
