package org.jobqueue.testkit.explore;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Fingerprint;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.files.ServerTree.Step;
import org.jspecify.annotations.Nullable;

/** One state of a world, with how it was reached. */
final class State {
  private final ServerTree tree;
  private final Position[] positions;
  private final int faults;
  private final @Nullable State before;
  private final String step;

  private State(
      ServerTree tree, Position[] positions, int faults, @Nullable State before, String step) {
    this.tree = tree;
    this.positions = positions;
    this.faults = faults;
    this.before = before;
    this.step = step;
  }

  /** The first state of a world: the preparations are over, one after the other. */
  static State start(World world) {
    ServerTree tree = world.tree();
    Position[] positions =
        world.agents().stream().map(agent -> agent.position(List.of())).toArray(Position[]::new);
    for (int i = 0; i < positions.length; i++) {
      Call call = positions[i].call();
      while (!positions[i].prepared() && call != null) {
        Step step = tree.apply(call);
        tree = step.tree();
        positions[i] = positions[i].after(step.reply());
        call = positions[i].call();
      }
    }
    return new State(tree, positions, world.faults(), null, "");
  }

  ServerTree tree() {
    return tree;
  }

  int agents() {
    return positions.length;
  }

  Position position(int agent) {
    return positions[agent];
  }

  /** How many faults may still happen. */
  int faults() {
    return faults;
  }

  /** The state after one agent has heard of its operation. */
  State after(int agent, Step outcome, int faultsLeft, String fault) {
    Position[] next = positions.clone();
    next[agent] = next[agent].after(outcome.reply());
    String text =
        next[agent].agent().name()
            + ": "
            + positions[agent].call()
            + fault
            + " = "
            + outcome.reply();
    return new State(outcome.tree(), next, faultsLeft, this, text);
  }

  /** Stands for all in which states can differ. */
  long fingerprint() {
    long hash = tree.fingerprint() + faults;
    for (Position position : positions) {
      hash = Fingerprint.mix(hash * 31 + position.id());
    }
    return hash;
  }

  /** What happened so far, in order. */
  List<String> history() {
    List<String> history = new ArrayList<>();
    for (State at = this; at != null && at.before != null; at = at.before) {
      history.add(at.step);
    }
    Collections.reverse(history);
    return history;
  }
}
