package org.jobqueue.core.work;

import java.io.IOException;
import org.jobqueue.core.inspect.Patrol;
import org.jobqueue.core.protocol.IntentRecovery;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Reaper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker does for others beside its jobs: it gives the jobs of dead workers back to the
 * queue, completes what they left half-done, ends the processes that they left on this machine, and
 * when it is idle looks through a little of the queue for damage. Used by one thread.
 */
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final int NEIGHBOURS = 3;
  private static final int LOOKS_PER_SWEEP = 4;
  private static final int MANY_WORKERS = 24;

  private final QueueDirectory queue;
  private final WorkerAdmission admission;
  private final Pacing pacing;
  private final Reaper reaper;
  private final IntentRecovery intents;
  private final Patrol patrol;
  private final int phase;
  private long looks;

  Upkeep(QueueDirectory queue, WorkerAdmission admission, Pacing pacing) {
    this.queue = queue;
    this.admission = admission;
    this.pacing = pacing;
    this.reaper = new Reaper(queue);
    this.intents = new IntentRecovery(queue);
    this.patrol = new Patrol(queue);
    this.phase = queue.environment().random().nextInt(1 << 20); // workers are started together
  }

  /** One look, at each beat. */
  void lookAround(SessionKeeper present, boolean idle) throws IOException {
    present.endCommands(false);
    admission.giveBackLost();
    long look = looks++;
    if (look % LOOKS_PER_SWEEP == 0) {
      endOrphans();
    }
    if (look > 0 && (look + phase) % (1 + reaper.others() / MANY_WORKERS) != 0) {
      return; // of many others somebody else looks after the neighbours now
    }
    String self = present.session().name();
    int neighbours = look == 0 ? Integer.MAX_VALUE : NEIGHBOURS;
    int recovered = reaper.lookAround(self, neighbours) + intents.lookAround();
    pacing.share(reaper.others() + 1);
    if (idle) {
      recovered += patrol.lookAround(self);
    }
    if (recovered > 0) {
      pacing.wakeAll();
    }
  }

  /** Those of workers whose jobs were given to others long ago, say by another machine. */
  private void endOrphans() {
    int orphans = queue.environment().processes().endOrphans();
    if (orphans > 0) {
      LOG.warn("ended {} processes that dead workers of this machine have left behind", orphans);
    }
  }
}
