package org.jobqueue.testkit.simulate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.invariant.History;
import org.jobqueue.testkit.invariant.Invariants;

/**
 * Which operations were declared in the course of a simulation, until when each of them stood,
 * since when each register has had its name, and which jobs were done.
 */
final class Ledger implements History {
  private final Map<String, Operation> operations = new HashMap<>();
  private final Map<String, Long> withdrawn = new HashMap<>();
  private final Map<List<String>, Long> registers = new HashMap<>();
  private final Set<JobId> done = new HashSet<>();
  private long step;

  /** Notes an operation that succeeded. */
  void note(Call call) {
    step++;
    switch (call.operation()) {
      case CREATE_FILE, LINK -> made(call.path());
      case RENAME -> made(call.target());
      case DELETE_FILE -> intent(call.path()).ifPresent(name -> withdrawn.put(name.by(), step));
      default -> {}
    }
  }

  private void made(List<String> path) {
    intent(path).ifPresent(name -> operations.put(name.by(), name.operation()));
    Optional<RegisterName> register = RegisterName.parse(path.get(path.size() - 1));
    if (register.isPresent()) {
      registers.put(path, step);
    }
    if (path.get(0).equals("jobs")
        && register.filter(name -> name.state() == JobState.DONE).isPresent()) {
      done.add(Invariants.jobOf(path.subList(0, path.size() - 1)));
    }
  }

  private static Optional<IntentName> intent(List<String> path) {
    return path.size() == 2 && path.get(0).equals("intents")
        ? IntentName.parse(path.get(1))
        : Optional.empty();
  }

  /** The operation that was declared with that token. */
  Optional<Operation> operation(String by) {
    return Optional.ofNullable(operations.get(by));
  }

  /** Whether the register had its name already while the intent of the operation stood. */
  @Override
  public boolean isOnBehalf(Operation operation, ServerTree before, Call call, RegisterName to) {
    return operations.get(to.by()) == operation
        && registers.getOrDefault(call.path(), 0L)
            < withdrawn.getOrDefault(to.by(), Long.MAX_VALUE);
  }

  @Override
  public boolean wasDone(JobId job) {
    return done.contains(job);
  }
}
