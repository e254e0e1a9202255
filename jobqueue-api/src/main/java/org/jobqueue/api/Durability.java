package org.jobqueue.api;

/** How much of the queue survives a crash of the machine that holds the file system. */
public enum Durability {
  /**
   * Definitions, the commit of a submission, results and the commit of an attempt are forced to
   * disk before the call that made them returns. The default.
   */
  FULL,
  /** Definitions and results are forced to disk, changes of state are not. */
  COMMIT,
  /** Nothing is forced: survives crashes of processes, not of the machine. */
  NONE
}
