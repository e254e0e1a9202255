package org.jobqueue.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.jobqueue.api.event.EventQuery;
import org.jobqueue.api.event.EventReader;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.ListenerRegistration;
import org.junit.jupiter.api.Test;

class NoneQueueEventsTest {
  private final JobQueue queue = JobQueues.none();

  @Test
  void nothingHappensInTheNoneQueue() {
    EventReader reader = queue.readEvents(EventQuery.all());
    assertThat(reader.poll(event -> true)).isZero();
    assertThat(reader.problems()).isEmpty();
    assertThat(queue.events(EventQuery.all())).isEmpty();
    assertThat(queue.load(1)).isEqualTo(new QueueLoad(0, 0, 0, true));
    try (ListenerRegistration listener = queue.addListener(event -> {})) {
      assertThat(listener.await(Duration.ZERO)).isTrue();
      assertThat(listener.lost() + listener.failed()).isZero();
    }
    assertThatThrownBy(() -> queue.newWorker(WorkerOptions.defaults().withLogLimit(10_000)))
        .isInstanceOf(QueueUnusableException.class);
  }

  @Test
  void everyEventHasANameThatIsFoundAgain() {
    for (EventType type : EventType.values()) {
      assertThat(EventType.parse(type.text())).contains(type);
    }
    assertThat(EventType.HANDED_BACK.text()).isEqualTo("handed-back");
    assertThat(EventType.parse("DONE")).isEmpty();
  }
}
