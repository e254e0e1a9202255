package org.jobqueue.api;

/**
 * How a queue is checked.
 *
 * @param repair whether to mend what is found; without it nothing is changed
 * @param patient whether to wait for workers, submissions and deletions of which only time can tell
 *     whether they are alive, for the lease at most; without it they are left out
 */
public record CheckOptions(boolean repair, boolean patient) {
  /** Changes nothing, and waits where it has to. */
  public static CheckOptions defaults() {
    return new CheckOptions(false, true);
  }

  /** The same with another choice of {@link #repair}. */
  public CheckOptions withRepair(boolean newRepair) {
    return new CheckOptions(newRepair, patient);
  }

  /** The same with another choice of {@link #patient}. */
  public CheckOptions withPatient(boolean newPatient) {
    return new CheckOptions(repair, newPatient);
  }
}
