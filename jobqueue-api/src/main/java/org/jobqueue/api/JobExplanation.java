package org.jobqueue.api;

import java.util.List;

/**
 * Why a job is not running.
 *
 * @param summary one sentence, see {@link JobHandle#whyNotRunning()}
 * @param workers of a job that waits for a worker, a sentence for each worker that does not take
 *     it; empty for other jobs
 */
public record JobExplanation(String summary, List<String> workers) {
  /** Copies the list. */
  public JobExplanation {
    workers = List.copyOf(workers);
  }
}
