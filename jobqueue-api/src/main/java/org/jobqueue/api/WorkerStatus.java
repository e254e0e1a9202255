package org.jobqueue.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A worker as others see it.
 *
 * @param name its name in the queue
 * @param host where it runs
 * @param pid its process there
 * @param user whose process it is; empty if it has not said so
 * @param state whether it works
 * @param slots how many jobs it runs at the same time; empty if it has not said so
 * @param running the jobs that it has in hand; of chunks that it took together only the first
 * @param started when it began, by its clock
 * @param lastBeat when it showed its last sign of life, by the clock of the file server, and rarely
 *     more often than once in a quarter of the lease; empty if that cannot be told
 * @param types the job types that it knows, each with those of its versions that it has
 * @param resources what it offers to jobs; empty if it has not said so
 */
public record WorkerStatus(
    String name,
    String host,
    OptionalLong pid,
    Optional<String> user,
    State state,
    OptionalInt slots,
    List<JobId> running,
    Optional<Instant> started,
    Optional<Instant> lastBeat,
    Map<String, List<Integer>> types,
    Optional<WorkerResources> resources) {
  /** Copies the collections. */
  public WorkerStatus {
    running = List.copyOf(running);
    types = Map.copyOf(types);
  }

  /** Whether a worker works. */
  public enum State {
    /** It takes jobs. */
    WORKING,
    /** It finishes what it runs, and takes nothing more. */
    DRAINING,
    /** It was declared dead, and its jobs are being given to others. */
    DEAD
  }
}
