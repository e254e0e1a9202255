package org.jobqueue.testkit.finish;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.testkit.client.Client;
import org.jobqueue.testkit.client.Programs;
import org.jobqueue.testkit.client.SettableTicker;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Reply;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.files.ServerTree.Step;
import org.jobqueue.testkit.invariant.Invariants;

/**
 * One fresh worker, alone with what others left. It must finish everything that is committed, and
 * it must not have to read through the jobs to find out what that is.
 */
public final class Finisher {
  private static final int ENOUGH = 100_000;
  private static final int SHOWN = 60;

  private final Invariants invariants;
  private final QueueOptions options;
  private final Deque<String> trace = new ArrayDeque<>();
  private ServerTree tree;
  private int calls;
  private Optional<String> violation = Optional.empty();

  /** A fresh worker for a queue of these files. */
  public Finisher(ServerTree tree, QueueOptions options, Invariants invariants) {
    this.tree = tree;
    this.options = options;
    this.invariants = invariants;
  }

  /** What stands in the way of finishing these jobs. */
  public Optional<String> finish(Set<JobId> committed) {
    ProcessIdentity identity = new ProcessIdentity("host", "boot", "ns", 99, null);
    Client client =
        new Client(this::answer, options, identity, pid -> pid != 99, new SettableTicker(), 99);
    try {
      Programs.finish(client);
    } catch (IOException | RuntimeException e) {
      return explained("a fresh worker ends with " + e);
    }
    if (violation.isPresent()) {
      return violation.flatMap(this::explained);
    }
    return invariants.unfinished(committed, tree).flatMap(this::explained);
  }

  /** The files when it was through. */
  public ServerTree tree() {
    return tree;
  }

  private Optional<String> explained(String message) {
    return Optional.of(message + "\n  fresh worker: " + String.join("\n  fresh worker: ", trace));
  }

  private Reply answer(Call call) {
    if (++calls > ENOUGH) {
      throw new IllegalStateException("it goes on for ever");
    }
    if (call.operation() == Call.Operation.LIST && call.path().equals(java.util.List.of("jobs"))) {
      throw new IllegalStateException("it searches all jobs");
    }
    Step step = tree.apply(call);
    trace.add(call + " = " + step.reply());
    if (trace.size() > SHOWN) {
      trace.remove();
    }
    if (violation.isEmpty()) {
      violation = invariants.violatedBy(tree, call, step.tree());
    }
    tree = step.tree();
    return step.reply();
  }
}
