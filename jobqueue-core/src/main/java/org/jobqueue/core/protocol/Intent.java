package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
   * Announces a submission that is over in a moment. To write down whose it is would take longer
   * than much of the rest, so if this process dies in that moment the lease has to tell.
   */
  static Intent declareBriefSubmission(QueueDirectory queue, long number, String by)
      throws IOException {
    return declare(queue, new IntentName(IntentName.Operation.SUBMIT, number, by, 0), new byte[0]);
  }

  private static Intent declare(QueueDirectory queue, IntentName name, byte[] owner)
      throws IOException {
    Intent intent = new Intent(queue, name);
    try {
      queue.files().createFile(intent.path(intent.name), owner);
    } catch (NoSuchFileException e) {
      queue.createDirectories(queue.layout().intents());
      queue.files().createFile(intent.path(intent.name), owner);
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

  /** The operation is complete. */
  synchronized void withdraw() throws IOException {
    queue.deleteFileIfExists(path(name));
  }

  /** The operation is complete, and its file serves as another; false if that cannot be. */
  synchronized boolean isMovedTo(Path target) throws IOException {
    try {
      queue.files().rename(path(name), target);
      return true;
    } catch (NoSuchFileException e) {
      return false; // no such directory yet; or others took over, or it was done with the reply
      // lost
    }
  }

  private Path path(IntentName intent) {
    return queue.layout().intents().resolve(intent.toString());
  }
}
