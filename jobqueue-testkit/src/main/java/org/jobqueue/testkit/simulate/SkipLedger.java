package org.jobqueue.testkit.simulate;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.testkit.files.Call;

/**
 * Which jobs were skipped last, and which retried, as their registers tell one after the other. A
 * job that was skipped is claimed as one, so that it is not run; any other one is not, so that it
 * is.
 */
final class SkipLedger {
  private final Ledger ledger;
  private final Set<List<String>> skipped = new HashSet<>();

  SkipLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  /** What an operation that succeeded violates. */
  Optional<String> violatedBy(Call call) {
    if (call.operation() != Call.Operation.RENAME || call.target().size() < 2) {
      return Optional.empty();
    }
    Optional<RegisterName> from = RegisterName.parse(call.name());
    Optional<RegisterName> to = RegisterName.parse(call.target().get(call.target().size() - 1));
    return from.isEmpty() || to.isEmpty() ? Optional.empty() : moved(call.parent(), to.get());
  }

  private Optional<String> moved(List<String> state, RegisterName to) {
    Operation operation = ledger.operation(to.by()).orElse(null);
    if (to.state() == JobState.WAITING && operation == Operation.SKIP) {
      skipped.add(state);
    }
    if (to.state() == JobState.WAITING && operation == Operation.RETRY) {
      skipped.remove(state);
    }
    if (to.state() != JobState.RUNNING) {
      return Optional.empty();
    }
    boolean chunk = QueueLayout.frame(state.get(state.size() - 1)).isPresent();
    if (skipped.contains(state) && !to.skip()) {
      return Optional.of("a job that was skipped is run: " + to + " in " + state);
    }
    if (!skipped.contains(state) && to.skip() && !(chunk && skipped.contains(block(state)))) {
      return Optional.of(
          "a job that was not skipped, or retried, is not run: " + to + " in " + state);
    }
    return Optional.empty();
  }

  /** From {@code …/frames/0/frame1} to {@code …}. */
  private static List<String> block(List<String> chunk) {
    return chunk.subList(0, chunk.size() - 3);
  }
}
