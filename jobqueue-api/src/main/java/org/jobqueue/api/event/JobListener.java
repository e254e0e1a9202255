package org.jobqueue.api.event;

/**
 * Is told what this process does in a queue: submits, runs, cancels, declares dead. What other
 * processes do is told in those.
 *
 * <p>A listener is called in a thread of its own, one event at a time, in order, shortly after the
 * fact. It never delays a job: up to 1,000 events wait for it, and if it is too slow for that, or
 * hangs, further ones are lost for it, which is counted and logged once. What it throws is logged
 * once for each kind of exception and has no other effect. At the end of the process it is waited
 * for a few seconds, not longer.
 */
@FunctionalInterface
public interface JobListener {
  /**
   * Called with each event.
   *
   * @throws Exception whatever goes wrong; it is logged
   */
  void happened(JobEvent event) throws Exception;
}
