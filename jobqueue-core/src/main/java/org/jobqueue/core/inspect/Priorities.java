package org.jobqueue.core.inspect;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.PriorityName;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * The priorities that tickets of a hierarchy may have: that of its definition, or those that a
 * priority register {@code p.<version>.<priority>.<by>} in the state directory of its root names.
 *
 * @param present the one that new tickets get
 * @param allowed those that tickets may have
 */
record Priorities(int present, Set<Integer> allowed) {
  /** Whether a name in a state directory is that of a priority register. */
  static boolean isRegister(String name) {
    return name.startsWith("p.");
  }

  /** The priorities of a job's hierarchy. */
  static Priorities of(QueueDirectory queue, JobDefinition job) throws IOException {
    JobId root = job.node().id().root();
    return of(queue.listOrEmpty(queue.layout().job(root)), job.priority());
  }

  private static Priorities of(List<String> names, int defined) {
    Set<Integer> allowed = new HashSet<>(Set.of(defined));
    for (String name : names) {
      PriorityName.parse(name).ifPresent(changed -> allowed.add(changed.priority()));
    }
    int present = PriorityName.present(names).map(PriorityName::priority).orElse(defined);
    return new Priorities(present, allowed);
  }
}
