package org.jobqueue.api;

/**
 * Whose fault a failed attempt is, which decides what becomes of the job. The fault is found by the
 * {@link ErrorRule}s of the job and of its procedure, or stated by the procedure; without either it
 * is that of the task.
 */
public enum ErrorClass {
  /** The job's own: the attempt is spent, and the job is tried again while attempts remain. */
  TASK,
  /**
   * That of the machine, say a broken disk or driver: no attempt is spent. It counts like a lost
   * worker, five of which in a row fail the job, and the host is held responsible for it.
   */
  WORKER,
  /**
   * Of something that will pass, say a licence server that does not answer: no attempt is spent.
   * The job is tried again {@link RetryPolicy#transientTries()} times in a row at most.
   */
  TRANSIENT,
  /** One that no other attempt can mend, say a missing scene: the job fails at once. */
  FATAL
}
