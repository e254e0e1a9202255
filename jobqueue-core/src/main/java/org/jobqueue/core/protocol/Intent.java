package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jobqueue.core.format.IntentName;

/**
 * An operation of several steps that this process has begun. While it goes on, the name changes
 * from time to time; when it stands still for a lease, others take over.
 */
final class Intent {
  private final QueueDirectory queue;
  private IntentName name;
  private long lastBeat;

  private Intent(QueueDirectory queue, IntentName name) {
    this.queue = queue;
    this.name = name;
    this.lastBeat = queue.environment().ticker().getAsLong();
  }

  /** Announces an operation. */
  static Intent declare(
      QueueDirectory queue, IntentName.Operation operation, long number, String by)
      throws IOException {
    return declare(queue, new IntentName(operation, number, by, 0));
  }

  /** Announces an operation that the name describes. */
  static Intent declare(QueueDirectory queue, IntentName name) throws IOException {
    return declare(queue, name, queue.environment().processes().self().toBytes());
  }

  /**
   * Announces the submission of one job. It is over in a moment: instead of whose it is, its file
   * says what is submitted, and becomes the definition and the ticket.
   */
  static Intent declareJob(QueueDirectory queue, long number, String by, byte[] definition)
      throws IOException {
    return declare(queue, IntentName.forJob(number, by), definition);
  }

  private static Intent declare(QueueDirectory queue, IntentName name, byte[] content)
      throws IOException {
    Intent intent = new Intent(queue, name);
    try {
      queue.files().createFile(intent.path(), content);
    } catch (NoSuchFileException e) {
      queue.createDirectories(queue.layout().intents());
      queue.files().createFile(intent.path(), content);
    }
    return intent;
  }

  /** Shows that the operation goes on, if it is time to. */
  synchronized void touch() throws IOException {
    long now = queue.environment().ticker().getAsLong();
    if (now - lastBeat < queue.beatNanos()) {
      return;
    }
    IntentName next = name.nextBeat();
    try {
      queue.files().rename(path(name), path(next));
      name = next;
    } catch (NoSuchFileException e) {
      // Done with the reply lost, or others took over; the next compare-and-set tells.
      if (queue.listOrEmpty(queue.layout().intents()).contains(next.toString())) {
        name = next;
      }
    }
    lastBeat = now;
  }

  /**
   * Announces it anew if others took this process for dead, completed what they found, and withdrew
   * it. From then on only the lease tells whether it is alive.
   */
  synchronized void renewUnlessIn(List<IntentName> present) throws IOException {
    if (present.stream().noneMatch(name::isSame)) {
      name = name.nextBeat();
      queue.createWithDirectories(path(name));
    }
  }

  /** The operation is complete. */
  synchronized void withdraw() throws IOException {
    queue.deleteFileIfExists(path(name));
  }

  /** Whether it still stands, for all that this process knows. */
  synchronized boolean isListed() throws IOException {
    return queue.listOrEmpty(queue.layout().intents()).contains(name.toString());
  }

  /** Where it lies. */
  synchronized Path path() {
    return path(name);
  }

  private Path path(IntentName intent) {
    return queue.layout().intents().resolve(intent.toString());
  }
}
