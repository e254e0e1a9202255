package org.jobqueue.core.protocol;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jobqueue.api.SubmissionRevokedException;
import org.jobqueue.core.protocol.FaultyFiles.Crash;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.jobqueue.core.protocol.World.Client;

/**
 * A submitter that stops before one of its operations, and goes on at one of those of whoever takes
 * it for dead. Before that another may have done so, and have died at one of his changes.
 */
final class Awakening {
  private static final Duration LEASE_AND_MORE = Duration.ofSeconds(9);

  private final AtomicInteger findersOperations = new AtomicInteger();
  private final World world;
  private final Client slow;
  private final Sleeper submitter;
  private boolean submitted;
  private boolean died;
  private boolean woken;

  /**
   * Plays it to the end.
   *
   * @param stop the operation before which the submitter stops
   * @param death the change at which a first finder dies; negative for none
   * @param wake the operation of the next finder before which the submitter goes on
   */
  Awakening(World world, Client slow, int stop, int death, int wake) throws IOException {
    this.world = world;
    this.slow = slow;
    submitter = new Sleeper(slow, stop, this::submit);
    if (death >= 0) {
      findAndDie(death);
    }
    Client finder = world.client();
    IntentRecovery recovery = new IntentRecovery(finder.queue());
    recovery.lookAround();
    world.advance(LEASE_AND_MORE);
    finder.files().beforeEach(() -> wake(wake));
    recovery.lookAround();
    if (!woken) {
      submitter.goOn();
    }
  }

  private void findAndDie(int death) throws IOException {
    Client finder = world.client();
    IntentRecovery recovery = new IntentRecovery(finder.queue());
    recovery.lookAround();
    world.advance(LEASE_AND_MORE);
    finder.files().arm(Fault.CRASH, death);
    try {
      recovery.lookAround();
    } catch (Crash e) {
      died = true;
      finder.die();
    }
  }

  private void submit() throws IOException {
    try {
      slow.submit(World.root());
      submitted = true;
    } catch (SubmissionRevokedException e) {
      submitted = false;
    }
  }

  private void wake(int wake) {
    if (findersOperations.getAndIncrement() == wake) {
      woken = true;
      submitter.goOn();
    }
  }

  /** Whether the submitter had that many operations. */
  boolean hasStopped() {
    return submitter.hasStopped();
  }

  /** Whether the first finder had that many changes to make. */
  boolean hasDied() {
    return died;
  }

  /** Whether the next finder had that many operations. */
  boolean hasWoken() {
    return woken;
  }

  /** Whether the submitter was told that the job is in the queue. */
  boolean isSubmitted() {
    return submitted;
  }
}
