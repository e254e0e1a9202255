package org.jobqueue.testkit.invariant;

import java.util.List;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.ServerTree;

/**
 * On behalf of which operation a register is changed. Its name has the token of the operation's
 * intent, which stood when whoever changes it had seen the name that it has now.
 */
@FunctionalInterface
public interface Behalf {
  /**
   * For those who see one moment only: the intent stands. It may have been withdrawn since the look
   * at it.
   */
  Behalf STANDING =
      (operation, before, call, to) ->
          before.names(List.of("intents")).stream()
              .flatMap(name -> IntentName.parse(name).stream())
              .anyMatch(intent -> intent.operation() == operation && intent.by().equals(to.by()));

  /** Whether {@code call} makes the register {@code to} on behalf of such an operation. */
  boolean isOf(Operation operation, ServerTree before, Call call, RegisterName to);
}
