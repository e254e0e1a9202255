package org.jobqueue.core.work;

import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.protocol.Admission;
import org.jobqueue.core.protocol.WorkerSession;
import org.jspecify.annotations.Nullable;

/** What one slot takes, and what it has reserved for the job that it asked for last. */
final class SlotAdmission implements Admission {
  private final WorkerAdmission worker;
  private @Nullable Allotment allotment;
  private String session = "";

  SlotAdmission(WorkerAdmission worker) {
    this.worker = worker;
  }

  /** The slot looks for a job in the name of this session of its worker from now on. */
  SlotAdmission in(WorkerSession now) {
    session = now.name();
    return this;
  }

  @Override
  public Verdict ask(JobDefinition candidate, boolean runsNothing) {
    boolean unused = release();
    return runsNothing
        ? worker.admitNothing()
        : worker.allot(session, candidate, reserved -> allotment = reserved);
  }

  /** What is reserved for the job that was admitted last. */
  Allotment allotment() {
    Allotment present = allotment;
    return present == null ? Allotment.NOTHING : present;
  }

  /** Gives back what is reserved; false if that is nothing. */
  boolean release() {
    Allotment present = allotment;
    allotment = null;
    if (present == null || present.equals(Allotment.NOTHING)) {
      return false;
    }
    present.release();
    return true;
  }
}
