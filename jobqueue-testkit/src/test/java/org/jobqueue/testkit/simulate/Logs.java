package org.jobqueue.testkit.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.testkit.client.Programs;
import org.jobqueue.testkit.files.Node;
import org.jobqueue.testkit.files.Node.Directory;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.invariant.Invariants;

/** The logs of attempts that count, where all are run by logging workers. */
final class Logs {
  private Logs() {}

  /** The first job of a committed hierarchy that is done without all of its log. */
  static Optional<String> torn(ServerTree tree) {
    return new Invariants()
        .committed(tree).stream()
            .filter(JobId::isRoot)
            .sorted()
            .flatMap(root -> torn(tree, root).stream())
            .findFirst();
  }

  private static Optional<String> torn(ServerTree tree, JobId root) {
    String name = "job" + root.number();
    return tree.get(List.of("jobs", "000000", name)) instanceof Directory directory
        ? torn(name, directory)
        : Optional.of("the simulated queues have one bucket: " + root);
  }

  private static Optional<String> torn(String path, Directory directory) {
    for (String name : directory.names()) {
      Optional<RegisterName> done =
          RegisterName.parse(name).filter(register -> register.state() == JobState.DONE);
      if (done.isPresent() && !isWhole(directory, done.get())) {
        return Optional.of("the log of what is done is torn or lost: " + path + "/" + name);
      }
      if (directory.get(name) instanceof Directory inner) {
        Optional<String> torn = torn(path + "/" + name, inner);
        if (torn.isPresent()) {
          return torn;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isWhole(Directory job, RegisterName done) {
    return job.get("attempt-" + done.attempt() + "-" + done.by()) instanceof Directory attempt
        && attempt.get("stdout") instanceof Node.File log
        && new String(log.content().bytes(), UTF_8).equals(Programs.LOG);
  }
}
