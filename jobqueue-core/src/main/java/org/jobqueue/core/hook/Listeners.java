package org.jobqueue.core.hook;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.api.event.JobListener;
import org.jobqueue.api.event.ListenerRegistration;
import org.jobqueue.core.format.Observation;

/** All who want to know what this process does in a queue. Thread-safe; never blocks. */
public final class Listeners implements Consumer<JobEvent> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<Listening> all = new CopyOnWriteArrayList<>();

  /** The hooks of a queue. */
  public static Listeners of(Path queue, List<Observation.Hook> hooks) {
    Listeners listeners = new Listeners();
    for (Observation.Hook hook : hooks) {
      JobListener listener =
          hook instanceof Observation.Exec exec
              ? new ExecHook(queue, exec.command(), exec.timeout())
              : post((Observation.Post) hook);
      listeners.add(listener, hook.events());
    }
    return listeners;
  }

  private static JobListener post(Observation.Post post) {
    return new PostHook(post.url(), post.timeout());
  }

  /** Adds a listener for as long as the queue object is in use. */
  public void addOfPlugin(JobListener listener) {
    Listening unused = add(listener, Set.of());
  }

  /** Adds a listener that is told everything. */
  public ListenerRegistration add(JobListener listener) {
    return add(listener, Set.of());
  }

  private Listening add(JobListener listener, Set<EventType> types) {
    Listening added = new Listening(listener, types, PATIENCE.toNanos());
    all.removeIf(Listening::isClosed);
    all.add(added);
    return added;
  }

  @Override
  public void accept(JobEvent event) {
    for (Listening listening : all) {
      listening.offer(event);
    }
  }
}
