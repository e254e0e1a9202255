package org.jobqueue.bench.scenario;

import java.util.List;

/** All that can be measured. */
public final class Scenarios {
  private Scenarios() {}

  /** All scenarios, in the order in which they are run. */
  public static List<Scenario> all() {
    return List.of(
        new Submit(),
        new SubmitTree(),
        new Drain(),
        new DrainTwo(),
        new Blocks(),
        new Flat(),
        new Full(),
        new Dag(),
        new Listing(),
        Idle.few(),
        Idle.farm());
  }
}
