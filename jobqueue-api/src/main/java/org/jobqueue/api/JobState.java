package org.jobqueue.api;

/** Where a job stands. The state is part of the name of one file in the job's directory. */
public enum JobState {
  /** Being written by its submitter; not visible to workers yet. */
  BUILDING,
  /** Committed, not running: waits for its sub-jobs or for a free worker. */
  WAITING,
  /**
   * Waits for sub-jobs that will not be done unless somebody does something: one of them, at any
   * level, has failed or was cancelled. Not a state on disk: a look at a waiting job finds it.
   */
  BLOCKED,
  /** Waits until somebody releases it. */
  HELD,
  /** A worker owns it. */
  RUNNING,
  /** Finished successfully; exactly one of its attempts counts. */
  DONE,
  /** Finished with an error and no attempt left; can be retried. Its parents are blocked. */
  FAILED,
  /** Given up by a person; can be retried. Its parents are blocked. */
  CANCELLED,
  /** Being removed from the queue, or already gone. */
  DELETED,
  /** Damaged on disk so that no state can be read; left alone and reported. */
  QUARANTINED;

  /** True for states that a job does not leave by itself. */
  public boolean isFinal() {
    return switch (this) {
      case DONE, FAILED, CANCELLED, DELETED, QUARANTINED -> true;
      case BUILDING, WAITING, BLOCKED, HELD, RUNNING -> false;
    };
  }

  /** True for the states in which a person has to look at the job. */
  public boolean isError() {
    return this == FAILED || this == QUARANTINED;
  }
}
