package org.jobqueue.api;

/** A top-level job under construction. */
public interface JobRoot extends Job {
  /** The lowest priority. */
  int LOWEST_PRIORITY = 0;

  /** The priority of a job that asks for none. */
  int DEFAULT_PRIORITY = 500;

  /** The highest priority. */
  int HIGHEST_PRIORITY = 999;

  /** The priority of the whole hierarchy. */
  int priority();

  /**
   * Sets the priority of the whole hierarchy, 0 to 999; higher runs first.
   *
   * @return this job
   * @throws IllegalArgumentException if the priority is out of range
   * @throws InvalidHierarchyException if the hierarchy has been activated
   */
  JobRoot setPriority(int priority);

  /**
   * Submits the hierarchy: all of it or nothing. Cycles are refused, redundant dependencies (those
   * that follow from others) removed, the order of the rest is kept. {@link
   * org.jobqueue.api.proc.JobProc#postCreate} is called exactly once for every job of the
   * hierarchy, before workers can see any of them.
   *
   * <p>When this returns, the hierarchy is in the queue, and with {@link Durability#FULL} on disk.
   * When it throws, nothing of it is in the queue and nothing ever will be. Afterwards the graph
   * cannot be changed.
   *
   * @return a handle to the job in the queue
   * @throws InvalidHierarchyException if the hierarchy has a cycle, naming it, or has been
   *     activated before
   * @throws QueueUnusableException if the queue cannot be written
   * @throws JobQueueException if writing failed, a procedure's {@code postCreate} threw, or this
   *     process stood still for so long that others cleaned up behind it
   */
  JobHandle activate();
}
