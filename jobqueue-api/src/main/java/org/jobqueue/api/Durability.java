package org.jobqueue.api;

/**
 * How much of the queue survives a crash of the machine that holds the file system. The death of
 * processes, and of machines that only use the file system, is survived by all levels.
 */
public enum Durability {
  /**
   * Everything that a call returned from: a submitted job is there with all its sub-jobs, a job
   * that is done stays done and has its result and logs, one that failed says why, one that was
   * deleted does not come back. Jobs that ran in that moment run again. The default.
   *
   * <p>Each submission and each attempt waits for the disk twice.
   */
  FULL,
  /**
   * Nothing is torn, but the last moments may be undone: a job submitted in them may be gone, and
   * one that was done in them may run again. Every job that is there has its definition, and every
   * one that is done its result.
   *
   * <p>Each submission and each attempt waits for the disk once.
   */
  COMMIT,
  /**
   * Nothing is forced to disk: what was written in the last half minute or so may be missing or
   * empty, and jobs may be damaged. For queues that can be filled again.
   */
  NONE
}
