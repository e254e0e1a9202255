package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueVerification;
import org.jobqueue.api.Violation.Rule;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.format.Ticket;
import org.junit.jupiter.api.Test;

/** Violations in what single jobs say: registers, attempts, order, latches. */
class PlantedStateViolationsTest extends PlantedQueue {
  @Test
  void theQueueItselfIsSound() throws IOException {
    QueueVerification verified = verify();
    assertThat(violations).isEmpty();
    assertThat(verified.holds()).isTrue();
    assertThat(verified.hierarchies()).isEqualTo(3);
    assertThat(verified.jobs()).isEqualTo(9);
    assertThat(verified.in(JobState.DONE)).isEqualTo(5);
    assertThat(verified.in(JobState.WAITING)).isEqualTo(4);
    assertThat(verified.attempts()).isEqualTo(5);
    assertThat(verified.highestNumber()).isEqualTo(3);
    assertThat(verified.tickets()).isEqualTo(3);
    assertThat(verified.changed()).isFalse();
  }

  @Test
  void aDeletedJobLeavesItsMarkAndNothingIsMissing() throws IOException {
    new Removal(world.client().queue()).delete(DONE);
    assertThat(verify().gone()).isEqualTo(1);
    assertThat(violations).isEmpty();
  }

  @Test
  void aReservedNumberIsCountedAndNoViolation() throws IOException {
    Files.createDirectory(layout.job(JobId.ofRoot(4)));
    assertThat(verify().uncommitted()).isEqualTo(1);
    assertThat(violations).isEmpty();
  }

  @Test
  void aRegisterThatIsMissing() throws IOException {
    Files.delete(layout.job(HALF_LEFT).resolve(register(HALF_LEFT).toString()));
    finds(Rule.REGISTER, HALF_LEFT);
  }

  @Test
  void aRegisterThatIsThereTwice() throws IOException {
    touch(layout.job(HALF_LEFT).resolve("s.3.waiting.1.0.1." + WORKER + ".1000"));
    finds(Rule.REGISTER, HALF_LEFT);
  }

  @Test
  void aVersionTooLowForADoneJob() throws IOException {
    become(DONE_LEFT, "2.done.1.0.0");
    finds(Rule.ARITHMETIC, DONE_LEFT);
  }

  @Test
  void moreFailuresThanAttempts() throws IOException {
    become(SINGLE, "1.waiting.0.1.0");
    finds(Rule.ARITHMETIC, SINGLE);
  }

  @Test
  void aJobThatWaitsThoughItsAttemptsAreSpent() throws IOException {
    become(SINGLE, "3.waiting.1.1.0");
    finds(Rule.ARITHMETIC, SINGLE);
  }

  @Test
  void aJobThatWaitsThoughFiveWorkersDiedWithIt() throws IOException {
    become(SINGLE, "11.waiting.5.0.5");
    finds(Rule.ARITHMETIC, SINGLE);
  }

  @Test
  void aSubJobThatIsDeletedAlone() throws IOException {
    become(HALF_RIGHT, "2.deleted.0.0.0");
    finds(Rule.ARITHMETIC, HALF_RIGHT);
  }

  @Test
  void theDirectoryOfTheAttemptThatCountsIsLost() throws IOException {
    remove(attempt(DONE_LEFT));
    finds(Rule.COMMIT, DONE_LEFT);
  }

  @Test
  void anotherWorkerMadeTheSameAttempt() throws IOException {
    Files.createDirectory(layout.attempt(DONE_LEFT, 1, WORKER));
    finds(Rule.ATTEMPT, DONE_LEFT);
  }

  @Test
  void anAttemptThatWasNeverClaimed() throws IOException {
    Files.createDirectory(layout.attempt(DONE_LEFT, 2, WORKER));
    finds(Rule.ATTEMPT, DONE_LEFT);
  }

  @Test
  void aJobThatFailedForNoReason() throws IOException {
    become(SINGLE, "2.failed.0.0.0");
    finds(Rule.REASON, SINGLE);
  }

  @Test
  void aJobThatFailedThoughItsAttemptSucceeded() throws IOException {
    become(DONE, "3.failed.1.1.0");
    finds(Rule.REASON, DONE);
  }

  @Test
  void aJobThatIsDoneThoughASubJobIsNot() throws IOException {
    become(DONE_LEFT, "4.cancelled.1.0.0");
    finds(Rule.ORDER, DONE);
  }

  @Test
  void aJobThatRunsThoughItsSubJobsAreNotDone() throws IOException {
    become(HALF, "2.running.1.0.0");
    remove(layout.latch(HALF));
    Ticket ticket = definition(HALF).ticket(1);
    touch(layout.runDirectory(register(HALF).by()).resolve(new RunTicket(ticket, 1).toString()));
    finds(Rule.ORDER, HALF);
  }

  @Test
  void aJobThatStartedBeforeItsSubJobEndedOnTheSameHost() throws IOException {
    ended(DONE_SHARED, 2500);
    finds(Rule.TIME, DONE_LEFT);
  }

  @Test
  void clocksOfTwoHostsAreNotCompared() throws IOException {
    String other = register(DONE_SHARED).by().replace("host_", "elsewhere_");
    Path from = attempt(DONE_SHARED);
    String present = register(DONE_SHARED).toString();
    Path state = layout.job(DONE_SHARED);
    Files.move(
        state.resolve(present), state.resolve(present.replace(register(DONE_SHARED).by(), other)));
    Files.move(from, attempt(DONE_SHARED));
    ended(DONE_SHARED, 90_000);
    verify();
    assertThat(violations).isEmpty();
  }

  @Test
  void aLatchThatDoesNotWaitForASubJob() throws IOException {
    Files.delete(layout.latch(HALF).resolve("d.2"));
    finds(Rule.LATCH, HALF);
  }

  @Test
  void aLatchThatIsGoneTooEarly() throws IOException {
    remove(layout.latch(HALF));
    finds(Rule.LATCH, HALF);
  }

  @Test
  void aLatchThatWaitsForADoneSubJobForEver() throws IOException {
    touch(layout.latch(HALF_LEFT).resolve("d.0"));
    finds(Rule.LATCH, HALF_LEFT);
  }

  @Test
  void aLatchLeftInADoneJob() throws IOException {
    Files.createDirectory(layout.latch(DONE));
    finds(Rule.LATCH, DONE);
  }

  @Test
  void aLatchThatWaitsForNoSubJob() throws IOException {
    touch(layout.latch(HALF).resolve("d.9"));
    finds(Rule.LATCH, HALF);
  }
}
