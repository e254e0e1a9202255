package org.jobqueue.core.history;

import java.time.Instant;
import java.util.function.Consumer;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.Events;
import org.jobqueue.core.protocol.Occurrence;
import org.jspecify.annotations.Nullable;

/**
 * Gives what this process does a time and a number, writes it to the history, and passes it on.
 * Thread-safe.
 */
public final class Journal implements Events {
  private final Environment environment;
  private final QueueLayout layout;
  private final boolean written;
  private final Consumer<JobEvent> listener;
  private @Nullable String token;
  private @Nullable HistoryWriter writer;
  private long sequence;

  /**
   * A journal whose file is opened with the first event.
   *
   * @param written whether there is to be a file at all
   * @param listener is called with each event, in order; must not block
   */
  public Journal(
      Environment environment, QueueLayout layout, boolean written, Consumer<JobEvent> listener) {
    this.environment = environment;
    this.layout = layout;
    this.written = written;
    this.listener = listener;
  }

  @Override
  public synchronized void happened(Occurrence what) {
    String name = token;
    HistoryWriter present = writer;
    if (name == null || present == null) {
      name = environment.newToken();
      present = new HistoryWriter(environment.files(), layout, name, environment.ticker());
      token = name;
      writer = present;
    }
    Instant now = environment.clock().instant();
    JobEvent event = what.at(now, name, ++sequence, account());
    if (written) {
      present.write(event);
    }
    listener.accept(event);
  }

  private String account() {
    return System.getProperty("user.name", "unknown") + "@" + environment.processes().self().host();
  }
}
