package org.jobqueue.testkit.explore;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.testkit.client.Program;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Call.Operation;
import org.jobqueue.testkit.files.ServerTree;

/** What is explored: the files at the beginning, some processes, and what may go wrong. */
public final class World {
  private final ServerTree tree;
  private final List<Agent> agents = new ArrayList<>();
  private final Set<Fault> faultKinds = EnumSet.noneOf(Fault.class);
  private int faults;
  private long mostRecoveries = Long.MAX_VALUE;
  private boolean definitionsStay = true;
  private boolean settles;

  /** A world that begins with these files. */
  public World(ServerTree tree) {
    this.tree = tree;
  }

  /** A process that takes nobody for dead. */
  public World process(String name, Program program) {
    return process(name, program, pid -> false);
  }

  /** A process that takes all others for dead, rightly or not. */
  public World suspiciousProcess(String name, Program program) {
    return process(name, program, pid -> true);
  }

  private World process(String name, Program program, LongPredicate gone) {
    agents.add(new Agent(name, agents.size(), program, Worlds.OPTIONS, gone));
    return this;
  }

  /** At most so many faults of these kinds happen. */
  public World faults(int most, Fault... kinds) {
    faults = most;
    faultKinds.addAll(List.of(kinds));
    return this;
  }

  /** Tries the recovery by a fresh worker from at most so many states of the files. */
  public World recoveries(long most) {
    mostRecoveries = most;
    return this;
  }

  /** When all processes have ended, everything is done without anybody's help. */
  public World settles() {
    settles = true;
    return this;
  }

  boolean isToSettle() {
    return settles;
  }

  /** Jobs appear or vanish in this world: reading a definition is a step like others. */
  public World jobsChange() {
    definitionsStay = false;
    return this;
  }

  ServerTree tree() {
    return tree;
  }

  List<Agent> agents() {
    return agents;
  }

  int faults() {
    return faults;
  }

  Set<Fault> faultKinds() {
    return faultKinds;
  }

  long mostRecoveries() {
    return mostRecoveries;
  }

  /** Whether it makes no difference to anybody when this step is taken. */
  boolean isPrivate(Call call) {
    if (!definitionsStay) {
      return false;
    }
    boolean definition =
        call.operation() == Operation.READ && call.name().equals(QueueLayout.DEFINITION);
    return definition || call.path().stream().anyMatch(name -> name.startsWith("attempt-"));
  }
}
