package org.jobqueue.testkit.explore;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.api.SubmissionRevokedException;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.files.ServerTree.Step;
import org.jobqueue.testkit.finish.Finisher;
import org.jobqueue.testkit.invariant.Invariants;
import org.jspecify.annotations.Nullable;

/**
 * Visits every state that the agents of a world can reach: the files of the server, where each
 * agent stands, and how many faults are left. Each operation is one step, and takes place at once
 * at the server. After every step the invariants must hold, and from every state of the files one
 * fresh worker must be able to finish all that is committed, as if all agents had died at that
 * moment: so the death of any number of processes at any operation is covered without being listed.
 *
 * <p>Steps that nobody else can see or disturb, such as those in the directory of an attempt, are
 * taken at once: in which order they happen among the steps of others makes no difference.
 */
public final class Exploration {
  private final World world;
  private final Invariants invariants = new Invariants();
  private final Seen seen = new Seen();
  private final Seen finished = new Seen();
  private final Seen trees = new Seen();
  private final Deque<State> open = new ArrayDeque<>();
  private long steps;
  private long faults;
  private long recoveries;
  private long ends;
  private @Nullable Violation violation;

  /**
   * What was found.
   *
   * @param message which rule is violated
   * @param steps what happened, in order
   * @param files the files at the end
   */
  public record Violation(String message, List<String> steps, List<String> files) {
    @Override
    public String toString() {
      return message
          + "\n  "
          + String.join("\n  ", steps)
          + "\nfiles:\n  "
          + String.join("\n  ", files);
    }
  }

  /**
   * Figures of an exploration.
   *
   * @param states different states of the world
   * @param steps operations carried out
   * @param faults faults injected
   * @param trees different states of the files, each checked
   * @param recoveries from how many of these a fresh worker finished everything
   * @param positions different situations of single processes
   * @param ends states in which no agent has anything left to do
   * @param complete whether every reachable state was visited
   * @param violation the first violation
   */
  public record Result(
      long states,
      long steps,
      long faults,
      long trees,
      long recoveries,
      long ends,
      long positions,
      boolean complete,
      Optional<Violation> violation) {
    @Override
    public String toString() {
      return String.format(
          "%,d states, %,d operations, %,d faults, %,d states of the files, %,d recoveries, %,d ends, %,d positions, %s, %s",
          states,
          steps,
          faults,
          trees,
          recoveries,
          ends,
          positions,
          complete ? "complete" : "not complete",
          violation.isPresent() ? "VIOLATION" : "no violation");
    }
  }

  /** An exploration of a world. */
  public Exploration(World world) {
    this.world = world;
  }

  /**
   * Explores until everything has been visited, a violation is found or the limit is reached.
   *
   * @param mostStates ends after so many different states
   */
  public Result explore(long mostStates) {
    visit(State.start(world));
    while (!open.isEmpty() && violation == null && seen.size() < mostStates) {
      expand(open.pop());
    }
    boolean complete = open.isEmpty() && violation == null;
    return new Result(
        seen.size(),
        steps,
        faults,
        trees.size(),
        recoveries,
        ends,
        world.agents().stream().mapToLong(Agent::positions).sum(),
        complete,
        Optional.ofNullable(violation));
  }

  private void visit(State state) {
    if (seen.add(state.fingerprint())) {
      open.push(state);
    }
  }

  private void expand(State state) {
    int alone = whoIsAlone(state);
    boolean any = false;
    // Where an exploration is cut off, what it has seen should not all be in one corner.
    int first = Math.floorMod(state.fingerprint(), state.agents());
    for (int n = 0; n < state.agents() && violation == null; n++) {
      int i = (first + n) % state.agents();
      Call call = state.position(i).call();
      if (call != null && (alone < 0 || alone == i)) {
        any = true;
        move(state, i, call);
      }
    }
    if (!any) {
      end(state);
    }
  }

  private void end(State state) {
    ends++;
    Optional<String> left =
        world.isToSettle()
            ? invariants.unfinished(invariants.committed(state.tree()), state.tree())
            : Optional.empty();
    left.ifPresent(
        message -> violation = new Violation(message, state.history(), state.tree().describe()));
  }

  /** An agent whose next step nobody else can see or disturb. */
  private int whoIsAlone(State state) {
    for (int i = 0; i < state.agents(); i++) {
      Call call = state.position(i).call();
      if (call != null && world.isPrivate(call)) {
        return i;
      }
    }
    return -1;
  }

  private void move(State state, int agent, Call call) {
    take(state, agent, call, state.tree().apply(call), state.faults(), "");
    if (state.faults() > 0) {
      for (Fault fault : world.faultKinds()) {
        for (Step outcome : fault.outcomes(state.tree(), call)) {
          faults++;
          take(state, agent, call, outcome, state.faults() - 1, " " + fault);
        }
      }
    }
  }

  private void take(State state, int agent, Call call, Step step, int faultsLeft, String fault) {
    if (violation != null) {
      return;
    }
    steps++;
    State next = state.after(agent, step, faultsLeft, fault);
    Optional<String> wrong = invariants.violatedBy(state.tree(), call, step.tree());
    if (wrong.isEmpty()) {
      wrong = endedBadly(next.position(agent));
    }
    if (wrong.isEmpty() && trees.add(step.tree().fingerprint())) {
      wrong = cannotFinish(step.tree());
    }
    if (wrong.isPresent()) {
      violation = new Violation(wrong.get(), next.history(), step.tree().describe());
      return;
    }
    visit(next);
  }

  /** A process may give up with an error of the file system, but not fall over anything else. */
  private static Optional<String> endedBadly(Position position) {
    Throwable failure = position.failure();
    return failure == null
            || failure instanceof IOException
            || failure instanceof SubmissionRevokedException
        ? Optional.empty()
        : Optional.of(position.agent().name() + " ended with " + failure + at(failure));
  }

  private static String at(Throwable failure) {
    return failure.getStackTrace().length == 0 ? "" : " at " + failure.getStackTrace()[0];
  }

  /** Everybody dies now: one fresh worker does the rest. */
  private Optional<String> cannotFinish(ServerTree tree) {
    if (recoveries >= world.mostRecoveries() || !finished.add(tree.fingerprint())) {
      return Optional.empty();
    }
    recoveries++;
    Set<JobId> committed = invariants.committed(tree);
    return new Finisher(tree, Worlds.OPTIONS, invariants).finish(committed);
  }
}
