package org.jobqueue.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.QueueLoad;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.api.event.ListenerRegistration;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a queue. Of the queue as a whole, from a few looks at its directories that are no more
 * often than every five seconds, however many figures are asked for:
 *
 * <ul>
 *   <li>gauge {@code jobqueue.jobs}, tag {@code state}: {@code ready} that could run, {@code
 *       running}; at most 10,000 tickets are counted
 *   <li>gauge {@code jobqueue.workers}: registered workers
 * </ul>
 *
 * <p>Of what is done through the queue object that this one was made with, from its events:
 *
 * <ul>
 *   <li>gauge {@code jobqueue.slots.busy}: attempts under way
 *   <li>counter {@code jobqueue.attempts}, tag {@code outcome}: {@code done}, {@code retried},
 *       {@code failed}, {@code handed-back}, {@code revoked}
 *   <li>timer {@code jobqueue.attempt.duration}, with the same tag
 *   <li>counter {@code jobqueue.jobs.submitted}: jobs, sub-jobs included
 *   <li>counters {@code jobqueue.jobs.lost} and {@code jobqueue.workers.lost}: found dead by this
 *       process
 * </ul>
 *
 * <p>Thread-safe. Closing it ends the counting, with what has happened so far; the meters stay.
 */
public final class QueueMetrics implements MeterBinder, AutoCloseable {
  private static final int MOST_COUNTED = 10_000;
  private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();
  private static final Duration LAST_EVENTS = Duration.ofSeconds(2);
  private static final List<EventType> ENDS =
      List.of(
          EventType.DONE,
          EventType.RETRIED,
          EventType.FAILED,
          EventType.HANDED_BACK,
          EventType.REVOKED);

  private final JobQueue queue;
  private final Tags tags;
  private final LongSupplier ticker;
  private final AtomicLong busy = new AtomicLong();
  private final List<ListenerRegistration> registrations = new ArrayList<>();
  private Optional<QueueLoad> load = Optional.empty();
  private long lookedAt;
  private boolean looked;

  /** Figures without further tags. */
  public QueueMetrics(JobQueue queue) {
    this(queue, Tags.empty());
  }

  /** Figures with tags, say with the name of the queue. */
  public QueueMetrics(JobQueue queue, Iterable<Tag> tags) {
    this(queue, tags, System::nanoTime);
  }

  QueueMetrics(JobQueue queue, Iterable<Tag> tags, LongSupplier ticker) {
    this.queue = queue;
    this.tags = Tags.of(tags);
    this.ticker = ticker;
  }

  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    gauge("jobqueue.jobs", tags.and("state", "ready"), QueueLoad::ready)
        .description("Jobs that could run now.")
        .register(registry);
    gauge("jobqueue.jobs", tags.and("state", "running"), QueueLoad::running)
        .description("Jobs that workers have in hand.")
        .register(registry);
    gauge("jobqueue.workers", tags, QueueLoad::workers)
        .description("Registered workers.")
        .register(registry);
    Gauge.builder("jobqueue.slots.busy", busy, AtomicLong::doubleValue)
        .description("Attempts under way in this process.")
        .tags(tags)
        .strongReference(true)
        .register(registry);
    registrations.add(queue.addListener(new Counting(registry)::count));
  }

  private Gauge.Builder<QueueMetrics> gauge(
      String name, Tags all, ToDoubleFunction<QueueLoad> figure) {
    return Gauge.builder(
            name, this, self -> self.load().map(figure::applyAsDouble).orElse(Double.NaN))
        .tags(all)
        .strongReference(true);
  }

  private synchronized Optional<QueueLoad> load() {
    long now = ticker.getAsLong();
    if (!looked || now - lookedAt >= LOOK_NANOS) {
      looked = true;
      lookedAt = now;
      load = look();
    }
    return load;
  }

  private Optional<QueueLoad> look() {
    try {
      return Optional.of(queue.load(MOST_COUNTED));
    } catch (JobQueueException e) {
      return Optional.empty(); // not a number until the queue can be read again
    }
  }

  @Override
  public synchronized void close() {
    for (ListenerRegistration registration : registrations) {
      boolean unused = registration.await(LAST_EVENTS);
      registration.close();
    }
    registrations.clear();
    looked = false;
  }

  /** Counts events. */
  private final class Counting {
    private final MeterRegistry registry;

    Counting(MeterRegistry registry) {
      this.registry = registry;
      for (EventType end : ENDS) {
        attempts(end); // so that there is a zero before the first one
        durations(end);
      }
      counter("jobqueue.jobs.lost", "Jobs whose worker this process found dead.");
      counter("jobqueue.workers.lost", "Workers that this process declared dead.");
      counter("jobqueue.jobs.submitted", "Jobs that this process submitted.");
    }

    void count(JobEvent event) {
      switch (event.type()) {
        case STARTED -> busy.incrementAndGet();
        case DONE, RETRIED, FAILED, HANDED_BACK, REVOKED -> end(event);
        case LOST ->
            counter("jobqueue.jobs.lost", "Jobs whose worker this process found dead.").increment();
        case WORKER_LOST ->
            counter("jobqueue.workers.lost", "Workers that this process declared dead.")
                .increment();
        case SUBMITTED ->
            counter("jobqueue.jobs.submitted", "Jobs that this process submitted.")
                .increment((double) event.count().orElse(1));
        default -> {
          // not counted
        }
      }
    }

    private void end(JobEvent event) {
      @Nullable Duration took = event.took().orElse(null);
      if (took == null) {
        return; // failed without an attempt of this process
      }
      busy.updateAndGet(present -> Math.max(0, present - 1));
      attempts(event.type()).increment();
      durations(event.type()).record(took);
    }

    private Counter attempts(EventType end) {
      return Counter.builder("jobqueue.attempts")
          .description("Attempts of this process that have ended.")
          .tags(tags.and("outcome", end.text()))
          .register(registry);
    }

    private Timer durations(EventType end) {
      return Timer.builder("jobqueue.attempt.duration")
          .description("How long attempts of this process took.")
          .tags(tags.and("outcome", end.text()))
          .register(registry);
    }

    private Counter counter(String name, String description) {
      return Counter.builder(name).description(description).tags(tags).register(registry);
    }
  }
}
