package org.jobqueue.core.work;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jobqueue.api.Requirements;
import org.jobqueue.api.WorkerResources;

/** What a worker lacks for a job. */
public final class ResourceLack {
  private ResourceLack() {}

  /** Why a job can never run here, for people; empty if it can. */
  public static Optional<String> of(WorkerResources offer, Requirements needs) {
    Set<String> missing = new TreeSet<>(needs.tags());
    missing.removeAll(offer.tags());
    if (!missing.isEmpty()) {
      return Optional.of("it has no tag " + String.join(", ", missing));
    }
    if (needs.cores() > offer.cores()) {
      return Optional.of("it has " + offer.cores() + " cores of the " + needs.cores());
    }
    if (needs.memory() > offer.memory()) {
      return Optional.of("it has " + offer.memory() + " bytes of memory of the " + needs.memory());
    }
    if (needs.gpus() > offer.gpus().size()) {
      return Optional.of("it has " + offer.gpus().size() + " GPUs of the " + needs.gpus());
    }
    for (Map.Entry<String, Integer> need : new TreeMap<>(needs.amounts()).entrySet()) {
      int offered = offer.amounts().getOrDefault(need.getKey(), 0);
      if (need.getValue() > offered) {
        return Optional.of(
            "it has " + offered + " of the " + need.getValue() + " " + need.getKey());
      }
    }
    return Optional.empty();
  }
}
