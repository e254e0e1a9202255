package org.jobqueue.testkit.simulate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.invariant.Behalf;

/**
 * Which operations were declared in the course of a simulation, until when each of them stood, and
 * since when each register has had its name.
 */
final class ControlLedger implements Behalf {
  private final Map<String, Operation> operations = new HashMap<>();
  private final Map<String, Long> withdrawn = new HashMap<>();
  private final Map<List<String>, Long> registers = new HashMap<>();
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
    if (RegisterName.parse(path.get(path.size() - 1)).isPresent()) {
      registers.put(path, step);
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
  public boolean isOf(Operation operation, ServerTree before, Call call, RegisterName to) {
    return operations.get(to.by()) == operation
        && registers.getOrDefault(call.path(), 0L)
            < withdrawn.getOrDefault(to.by(), Long.MAX_VALUE);
  }
}
