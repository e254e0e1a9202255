package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.NodeRef;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.protocol.RestingTickets.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestingTicketsTest {
  private static final Ticket TICKET = new Ticket(new NodeRef(JobId.ofRoot(7), 0, 1), 500, 3);

  private final AtomicLong now = new AtomicLong(-1);
  private final RestingTickets resting = new RestingTickets(now::get);

  private void advance(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @ParameterizedTest
  @EnumSource(names = {"UNSURE", "BUSY", "TROUBLE"})
  void aTicketIsTakenUpAgainAfterAWhile(Reason reason) {
    resting.add(TICKET, reason);
    advance(Duration.ofMillis(4999));
    assertThat(resting.rests(TICKET)).isTrue();
    advance(Duration.ofMillis(1));
    assertThat(resting.rests(TICKET)).isFalse();
  }

  @Test
  void oneThatIsNotForThisWorkerNeverIs() {
    resting.add(TICKET, Reason.NEVER);
    advance(Duration.ofDays(30));
    assertThat(resting.reconsider()).isFalse();
    assertThat(resting.rests(TICKET)).isTrue();
    assertThat(resting.rests(TICKET.withVersion(4))).as("a later version").isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void whatWaitsForOthersIsReconsideredWhenSomethingIsFree(Reason reason) {
    resting.add(TICKET, reason);
    boolean waits = reason == Reason.BUSY || reason == Reason.UNSURE;
    assertThat(resting.reconsider()).isEqualTo(waits);
    assertThat(resting.rests(TICKET)).isEqualTo(!waits);
  }

  @ParameterizedTest
  @EnumSource
  void aWorkerDoesNotWaitForWhatHasNoHope(Reason reason) {
    assertThat(resting.isHopeless(TICKET)).isFalse();
    resting.add(TICKET, reason);
    assertThat(resting.isHopeless(TICKET))
        .isEqualTo(reason == Reason.NEVER || reason == Reason.UNSURE);
  }

  @Test
  void aPauseIsHadOnceWhateverComesBetween() {
    assertThat(resting.hasPaused(TICKET)).isFalse();
    resting.pause(TICKET, Duration.ofSeconds(30).toNanos());
    assertThat(resting.rests(TICKET)).isTrue();
    assertThat(resting.isHopeless(TICKET)).isFalse();
    assertThat(resting.reconsider()).isFalse();
    advance(Duration.ofSeconds(30));
    assertThat(resting.rests(TICKET)).isFalse();
    resting.add(TICKET, Reason.BUSY);
    assertThat(resting.hasPaused(TICKET)).isTrue();
  }
}
