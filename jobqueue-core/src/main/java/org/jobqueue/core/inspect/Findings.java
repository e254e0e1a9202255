package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jobqueue.api.Damage;
import org.jobqueue.api.Finding;
import org.jobqueue.api.Finding.Outcome;
import org.jobqueue.api.JobId;

/**
 * Turns suspicions into findings: takes a second look, mends what is to be mended, and looks again
 * after that, since one repair may show the next damage.
 */
final class Findings {
  private static final int ROUNDS = 6;

  private final boolean repairs;
  private final Set<Damage> scope;
  private final Consumer<Finding> consumer;
  private final Set<Suspicion.Key> left = new HashSet<>();
  private long repaired;

  /** Findings of the kinds in {@code scope}; others are passed over. */
  Findings(boolean repairs, Set<Damage> scope, Consumer<Finding> consumer) {
    this.repairs = repairs;
    this.scope = Set.copyOf(scope);
    this.consumer = consumer;
  }

  /** Whether findings are mended. */
  boolean repairs() {
    return repairs;
  }

  /** How many were mended so far. */
  long repaired() {
    return repaired;
  }

  /** Looks at a place until nothing new is mended there. */
  void confirm(Path place, Optional<JobId> job, Look look) {
    Set<Suspicion.Key> told = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      Map<Suspicion.Key, Suspicion> first = suspicions(place, job, look);
      first.keySet().removeAll(told);
      if (first.isEmpty()) {
        return;
      }
      Map<Suspicion.Key, Suspicion> second = suspicions(place, job, look);
      second.keySet().retainAll(first.keySet());
      long before = repaired;
      for (Suspicion suspicion : second.values()) {
        settle(suspicion);
        told.add(suspicion.key());
      }
      if (repaired == before) {
        return;
      }
    }
  }

  /** A place that the file system does not show. */
  void unreadable(Path place, Optional<JobId> job, IOException e) {
    if (scope.contains(Damage.UNREADABLE)) {
      tell(unreadableAt(place, job, e), repairs ? Outcome.CANNOT : Outcome.REPORTED, "");
    }
  }

  private Map<Suspicion.Key, Suspicion> suspicions(Path place, Optional<JobId> job, Look look) {
    List<Suspicion> seen = new ArrayList<>();
    try {
      look.look(seen::add);
    } catch (IOException e) {
      seen.add(unreadableAt(place, job, e));
    }
    Map<Suspicion.Key, Suspicion> byKey = new LinkedHashMap<>();
    for (Suspicion suspicion : seen) {
      if (scope.contains(suspicion.kind())) {
        byKey.putIfAbsent(suspicion.key(), suspicion);
      }
    }
    return byKey;
  }

  private static Suspicion unreadableAt(Path place, Optional<JobId> job, IOException e) {
    String reason = "cannot be looked at: " + reason(e);
    return new Suspicion(Damage.UNREADABLE, place, job, reason, reason, Repair.IMPOSSIBLE);
  }

  private void settle(Suspicion suspicion) {
    if (!repairs) {
      tell(suspicion, Outcome.REPORTED, "");
    } else if (suspicion.repair() == Repair.IMPOSSIBLE) {
      tell(suspicion, Outcome.CANNOT, "");
    } else {
      mend(suspicion);
    }
  }

  private void mend(Suspicion suspicion) {
    try {
      if (suspicion.repair().mend()) {
        repaired++;
        tell(suspicion, Outcome.REPAIRED, "");
      }
    } catch (IOException e) {
      tell(suspicion, Outcome.CANNOT, "; the repair failed: " + reason(e));
    }
  }

  private void tell(Suspicion suspicion, Outcome outcome, String addition) {
    if (outcome != Outcome.REPAIRED && !left.add(suspicion.key())) {
      return; // said in an earlier pass
    }
    consumer.accept(
        new Finding(
            suspicion.kind(),
            suspicion.where(),
            suspicion.job(),
            suspicion.message() + addition,
            outcome));
  }

  private static String reason(IOException e) {
    String kind = e.getClass().getSimpleName().replaceAll("Exception$", "");
    if (e instanceof FileSystemException refused) {
      return kind + (refused.getReason() == null ? "" : ", " + refused.getReason());
    }
    return String.valueOf(e.getMessage());
  }
}
