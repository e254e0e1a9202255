package org.jobqueue.testkit.invariant;

import java.util.List;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.ServerTree;

/** What led to the present state of the files, for rules that cannot be read from that alone. */
public interface History {
  /**
   * For those who see one moment only: the intent of an operation stands, although it may have been
   * withdrawn since the look at it, and what is deleted may have been anything.
   */
  History UNKNOWN =
      new History() {
        @Override
        public boolean isOnBehalf(
            Operation operation, ServerTree before, Call call, RegisterName to) {
          return before.names(List.of("intents")).stream()
              .flatMap(name -> IntentName.parse(name).stream())
              .anyMatch(intent -> intent.operation() == operation && intent.by().equals(to.by()));
        }

        @Override
        public boolean wasDone(JobId job) {
          return false;
        }
      };

  /**
   * Whether {@code call} makes the register {@code to} on behalf of such an operation. The register
   * has the token of its intent, which stood when whoever changes it had seen the name that it has
   * now.
   */
  boolean isOnBehalf(Operation operation, ServerTree before, Call call, RegisterName to);

  /** Whether a job was done before it was deleted. */
  boolean wasDone(JobId job);
}
