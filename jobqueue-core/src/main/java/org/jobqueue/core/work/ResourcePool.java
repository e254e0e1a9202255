package org.jobqueue.core.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jobqueue.api.JobId;
import org.jobqueue.api.Requirements;
import org.jobqueue.api.WorkerResources;

/**
 * What a worker offers, and what of it is in use.
 *
 * <p>Smaller jobs would keep a large one waiting for ever, since there is seldom room for it. So
 * the worker is patient for a minute: then nothing more is given to others that the large one
 * needs, until it has run or is not asked for any more. Thread-safe.
 */
final class ResourcePool {
  /** How long a job is passed over because what it needs is in use, before the others wait. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration FORGOTTEN = Duration.ofSeconds(20);

  private final WorkerResources offer;
  private final LongSupplier ticker;
  private final Set<String> freeGpus;
  private final Map<String, Integer> freeAmounts;
  private final Map<JobId, Waiting> waiting = new HashMap<>();
  private int freeCores;
  private long freeMemory;

  /** A job that was passed over. */
  private static final class Waiting {
    private final Requirements needs;
    private final long since;
    private long asked;

    Waiting(Requirements needs, long since) {
      this.needs = needs;
      this.since = since;
      this.asked = since;
    }
  }

  /** What one job has got. */
  final class Reservation {
    private final Requirements needs;
    private final List<String> gpus;
    private boolean open = true;

    private Reservation(Requirements needs, List<String> gpus) {
      this.needs = needs;
      this.gpus = gpus;
    }

    /** The GPUs that nobody else has meanwhile. */
    List<String> gpus() {
      return gpus;
    }

    /** The number of cores that the job has asked for. */
    int cores() {
      return needs.cores();
    }

    /** Gives it back; may be called twice. */
    void release() {
      synchronized (ResourcePool.this) {
        if (open) {
          open = false;
          freeCores += needs.cores();
          freeMemory += needs.memory();
          freeGpus.addAll(gpus);
          needs.amounts().forEach((name, n) -> freeAmounts.merge(name, n, Integer::sum));
        }
      }
    }
  }

  ResourcePool(WorkerResources offer, LongSupplier ticker) {
    this.offer = offer;
    this.ticker = ticker;
    this.freeGpus = new LinkedHashSet<>(offer.gpus());
    this.freeAmounts = new HashMap<>(offer.amounts());
    this.freeCores = offer.cores();
    this.freeMemory = offer.memory();
  }

  WorkerResources offer() {
    return offer;
  }

  /** Reserves what a job needs; empty if that is in use. */
  synchronized Optional<Reservation> tryReserve(JobId job, Requirements needs) {
    long now = ticker.getAsLong();
    waiting.values().removeIf(other -> now - other.asked > FORGOTTEN.toNanos());
    if (!fits(needs) || isInTheWay(job, needs, now)) {
      waiting.computeIfAbsent(job, unused -> new Waiting(needs, now)).asked = now;
      return Optional.empty();
    }
    waiting.remove(job);
    freeCores -= needs.cores();
    freeMemory -= needs.memory();
    needs.amounts().forEach((name, n) -> freeAmounts.merge(name, -n, Integer::sum));
    List<String> gpus = new ArrayList<>(freeGpus).subList(0, needs.gpus());
    freeGpus.removeAll(gpus);
    return Optional.of(new Reservation(needs, List.copyOf(gpus)));
  }

  private boolean fits(Requirements needs) {
    return needs.cores() <= freeCores
        && needs.memory() <= freeMemory
        && needs.gpus() <= freeGpus.size()
        && needs.amounts().entrySet().stream()
            .allMatch(need -> need.getValue() <= freeAmounts.getOrDefault(need.getKey(), 0));
  }

  /** Whether the job would take what one that has waited for too long is to have. */
  private boolean isInTheWay(JobId job, Requirements needs, long now) {
    Optional<Map.Entry<JobId, Waiting>> starving =
        waiting.entrySet().stream()
            .filter(other -> now - other.getValue().since > PATIENCE.toNanos())
            .min(Comparator.comparingLong(other -> other.getValue().since));
    return starving.isPresent()
        && !starving.get().getKey().equals(job)
        && shares(needs, starving.get().getValue().needs);
  }

  private static boolean shares(Requirements one, Requirements other) {
    return (one.cores() > 0 && other.cores() > 0)
        || (one.memory() > 0 && other.memory() > 0)
        || (one.gpus() > 0 && other.gpus() > 0)
        || one.amounts().keySet().stream().anyMatch(other.amounts()::containsKey);
  }
}
