package org.jobqueue.api;

import java.util.List;
import java.util.Optional;

/**
 * What came of comparing jobs that are done with the files that they had to leave.
 *
 * @param compared how many jobs were compared, blocks counting as one; those that say of no file
 *     that they leave it are not
 * @param skipped how many jobs and chunks lack files because they were skipped; these are left
 *     alone
 * @param missing what is missing, in the order in which it runs
 * @param submitted the new top-level job; empty if there is nothing to run, or if this was only to
 *     find out
 */
public record Reconciliation(
    long compared, long skipped, List<MissingFiles> missing, Optional<JobHandle> submitted) {
  /** Copies the list. */
  public Reconciliation {
    missing = List.copyOf(missing);
  }
}
