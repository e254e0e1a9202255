package org.jobqueue.api;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a job and all jobs below it are. Only leaves count, the jobs without sub-jobs: the others
 * mostly put together what these have made. A block counts as many leaves as it has chunks.
 *
 * @param leaves how many leaves there are
 * @param done how many of them are done
 * @param running how many of them are running
 * @param complete false if there were too many jobs to look at: the numbers are those of the part
 *     that was, with what it says of the rest
 * @param timeLeft how long it will take at the present pace: the median time of leaves that are
 *     done, for each that is left, shared by those that run now; empty if nothing is done yet or
 *     nothing runs
 */
public record TreeProgress(
    long leaves, long done, long running, boolean complete, Optional<Duration> timeLeft) {
  /** The share of the leaves that are done, rounded down; 100 only if all are. */
  public int percent() {
    return leaves == 0 ? 0 : (int) (100.0 * done / leaves);
  }
}
