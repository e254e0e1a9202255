package org.jobqueue.testkit.simulate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.archive.Archiver;
import org.jobqueue.core.archive.Restorer;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.graph.RootNode;
import org.jobqueue.core.protocol.Admission;
import org.jobqueue.core.protocol.Claims;
import org.jobqueue.core.protocol.Control;
import org.jobqueue.core.protocol.OutsideError;
import org.jobqueue.core.protocol.Removal;
import org.jobqueue.core.protocol.WorkerSession;
import org.jobqueue.testkit.client.Client;
import org.jobqueue.testkit.client.Hierarchies;
import org.jobqueue.testkit.client.Programs;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.invariant.Invariants;

/**
 * An operation that is to be cut.
 *
 * @param name for reports
 * @param before what was done, and is on disk, when it begins
 * @param work what is cut
 * @param complete whether it has been done; asked before anybody goes on with the jobs
 * @param undone whether it has never been begun
 * @param promises whether what it did survives a crash of the server once it has returned
 * @param damaged whether what was done before needs a repair in any case
 */
record Scenario(
    String name,
    Work before,
    Work work,
    BiPredicate<Invariants, ServerTree> complete,
    BiPredicate<Invariants, ServerTree> undone,
    boolean promises,
    boolean damaged) {
  private static final JobId ROOT = JobId.ofRoot(1);
  private static final int ENOUGH_JOBS = 20;

  /** An operation on a queue. */
  interface Work {
    void run(Client client) throws IOException;
  }

  /** All operations of the protocol. */
  static List<Scenario> all() {
    return List.of(
        of(
            "submit",
            client -> {},
            Scenario::submit,
            (invariants, tree) -> invariants.committed(tree).size() == 4,
            Scenario::isGone),
        of(
            "submit a job that is alone",
            client -> {},
            client -> Programs.submit(client, Hierarchies.single()),
            (invariants, tree) -> invariants.committed(tree).size() == 1,
            Scenario::isGone),
        of(
            "claim, commit and propagate",
            Scenario::submit,
            Scenario::work,
            all(JobState.DONE),
            all(JobState.DONE)),
        of(
            "an attempt that fails and is retried",
            Scenario::submitWithTwoAttempts,
            Scenario::failOnce,
            all(JobState.DONE),
            all(JobState.DONE)),
        of(
            "cancel",
            Scenario::submit,
            control(Operation.CANCEL),
            all(JobState.CANCELLED),
            all(JobState.DONE)),
        of(
            "retry",
            first(Scenario::submit, control(Operation.CANCEL)),
            control(Operation.RETRY),
            all(JobState.WAITING, JobState.DONE),
            all(JobState.CANCELLED)),
        of(
            "hold",
            Scenario::submit,
            control(Operation.HOLD),
            all(JobState.HELD),
            all(JobState.DONE)),
        of(
            "release",
            first(Scenario::submit, control(Operation.HOLD)),
            control(Operation.RELEASE),
            all(JobState.WAITING, JobState.DONE),
            all(JobState.HELD)),
        of(
            "skip",
            Scenario::submit,
            control(Operation.SKIP),
            (invariants, tree) ->
                all(JobState.WAITING, JobState.DONE).test(invariants, tree) && skipped(tree) == 4,
            (invariants, tree) -> all(JobState.DONE).test(invariants, tree) && skipped(tree) == 0),
        of(
            "retry of what was skipped and cancelled",
            first(first(Scenario::submit, control(Operation.SKIP)), control(Operation.CANCEL)),
            control(Operation.RETRY),
            (invariants, tree) ->
                all(JobState.WAITING, JobState.DONE).test(invariants, tree) && skipped(tree) == 0,
            (invariants, tree) ->
                all(JobState.CANCELLED).test(invariants, tree) && skipped(tree) == 4),
        of(
            "an error from outside",
            Scenario::submit,
            client -> new OutsideError(client.queue()).set(ROOT, "no more"),
            Scenario::hasFailed,
            all(JobState.DONE)),
        of(
            "change of priority",
            Scenario::submit,
            client -> new Control(client.queue()).setPriority(ROOT, 700),
            Scenario::isMoved,
            (invariants, tree) -> !isMoved(invariants, tree)),
        of(
            "delete",
            Scenario::submit,
            client -> new Removal(client.queue()).delete(ROOT),
            Scenario::isGone,
            all(JobState.DONE)),
        of(
            "archive",
            first(Scenario::submit, Scenario::work),
            client -> new Archiver(client.queue()).archive(ROOT, Optional.empty()),
            (invariants, tree) -> isGone(invariants, tree) && !archives(tree).isEmpty(),
            all(JobState.DONE)),
        of(
            "restore",
            first(first(Scenario::submit, Scenario::work), Scenario::archive),
            client -> new Restorer(client.queue()).restore(archived(client)),
            (invariants, tree) ->
                invariants.committed(tree).size() == 4
                    && all(JobState.DONE).test(invariants, tree)
                    && !archives(tree).isEmpty(),
            (invariants, tree) -> isGone(invariants, tree) && !archives(tree).isEmpty()),
        new Scenario(
            "clean up after a dead worker",
            Scenario::claimAndVanish,
            client -> Programs.observer().run(client, client),
            (invariants, tree) -> tree.names(List.of("workers")).isEmpty(),
            all(JobState.DONE),
            false, // whoever comes next cleans up again
            false),
        new Scenario(
            "fsck",
            first(Scenario::claimAndVanish, Scenario::loseTheTicket),
            Scenario::repair,
            (invariants, tree) -> true, // what it repaired is asked for by the second repair
            all(JobState.DONE),
            true,
            true));
  }

  private static Scenario of(
      String name,
      Work before,
      Work work,
      BiPredicate<Invariants, ServerTree> complete,
      BiPredicate<Invariants, ServerTree> undone) {
    return new Scenario(name, before, work, complete, undone, true, false);
  }

  private static BiPredicate<Invariants, ServerTree> all(JobState... states) {
    return (invariants, tree) ->
        !invariants.committed(tree).isEmpty()
            && invariants.committed(tree).stream()
                .allMatch(
                    id -> invariants.state(tree, id).filter(Set.of(states)::contains).isPresent());
  }

  /** How many jobs count, or are to count, as done without being run. */
  private static long skipped(ServerTree tree) {
    return tree.describe().stream()
        .flatMap(line -> RegisterName.parse(line.substring(line.lastIndexOf('/') + 1)).stream())
        .filter(RegisterName::skip)
        .count();
  }

  private static boolean isGone(Invariants invariants, ServerTree tree) {
    return invariants.committed(tree).isEmpty();
  }

  private static boolean hasFailed(Invariants invariants, ServerTree tree) {
    return invariants.state(tree, ROOT).filter(state -> state == JobState.FAILED).isPresent();
  }

  private static boolean isMoved(Invariants invariants, ServerTree tree) {
    return tree.names(List.of("jobs", "000000", "job1")).stream()
        .anyMatch(name -> name.startsWith("p.1.700."));
  }

  private static Work first(Work one, Work two) {
    return client -> {
      one.run(client);
      two.run(client);
    };
  }

  private static void submit(Client client) throws IOException {
    Programs.submit(client, Hierarchies.diamond());
  }

  private static void submitWithTwoAttempts(Client client) throws IOException {
    RootNode root = Hierarchies.root(2);
    root.createJob("sub-job", Map.of());
    Programs.submit(client, root);
  }

  private static void work(Client client) throws IOException {
    var worker = Programs.loggingWorker(ENOUGH_JOBS);
    worker.run(client, worker.prepare(client));
  }

  private static void failOnce(Client client) throws IOException {
    var worker = Programs.failingWorker(ENOUGH_JOBS);
    worker.run(client, worker.prepare(client));
  }

  private static void archive(Client client) throws IOException {
    new Archiver(client.queue()).archive(ROOT, Optional.empty());
  }

  private static Path archived(Client client) throws IOException {
    Path directory = Archiver.directory(client.queue().layout());
    return directory.resolve(client.files().list(directory).get(0));
  }

  private static List<String> archives(ServerTree tree) {
    return tree.names(List.of("archive")).stream().filter(name -> name.endsWith(".zip")).toList();
  }

  private static Work control(Operation operation) {
    return client -> new Control(client.queue()).change(operation, ROOT, true);
  }

  private static void claimAndVanish(Client client) throws IOException {
    submit(client);
    WorkerSession session = WorkerSession.register(client.queue());
    if (new Claims(client.queue()).next(session, Admission.ALL, 1).claim().isEmpty()) {
      throw new IOException("there was nothing to claim");
    }
  }

  /** The redo record of the worker that is dead. */
  private static void loseTheTicket(Client client) throws IOException {
    for (String worker : client.files().list(client.queue().layout().run())) {
      var run = client.queue().layout().runDirectory(worker);
      for (String ticket : client.files().list(run)) {
        client.files().deleteFile(run.resolve(ticket));
      }
    }
  }

  private static void repair(Client client) throws IOException {
    Programs.repair(
        client,
        time -> {
          client.advance(time);
          return true;
        });
  }

  @Override
  public String toString() {
    return name;
  }
}
