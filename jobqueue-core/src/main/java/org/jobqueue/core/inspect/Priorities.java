package org.jobqueue.core.inspect;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * The priorities that tickets of a hierarchy may have: that of its definition, or those that a
 * priority register {@code p.<version>.<priority>.<by>} in the state directory of its root names.
 *
 * @param present the one that new tickets get
 * @param allowed those that tickets may have
 */
record Priorities(int present, Set<Integer> allowed) {
  private static final String PREFIX = "p.";
  private static final Pattern FORM = Pattern.compile("p\\.(\\d{1,18})\\.(\\d{1,3})(?:\\..*)?");

  /** Whether a name in a state directory is that of a priority register. */
  static boolean isRegister(String name) {
    return name.startsWith(PREFIX);
  }

  /** The priorities of a job's hierarchy. */
  static Priorities of(QueueDirectory queue, JobDefinition job) throws IOException {
    JobId root = job.node().id().root();
    return of(queue.listOrEmpty(queue.layout().state(root)), job.priority());
  }

  private static Priorities of(List<String> names, int defined) {
    Set<Integer> allowed = new HashSet<>(Set.of(defined));
    long newest = -1;
    int present = defined;
    for (String name : names) {
      Matcher matcher = FORM.matcher(name);
      if (matcher.matches()) {
        int priority = Integer.parseInt(matcher.group(2));
        allowed.add(priority);
        if (Long.parseLong(matcher.group(1)) > newest) {
          newest = Long.parseLong(matcher.group(1));
          present = priority;
        }
      }
    }
    return new Priorities(present, allowed);
  }
}
