package org.jobqueue.api;

/**
 * What a check of a queue came to.
 *
 * @param jobs how many jobs were looked at, sub-jobs included
 * @param reported findings that were left as they are because no repair was asked for
 * @param repaired findings that were mended
 * @param unrepaired findings that could not be mended
 * @param undecided how many suspects were not waited for; they may be damage, or just slow
 */
public record CheckResult(long jobs, long reported, long repaired, long unrepaired, int undecided) {
  /** True if no damage is left that the check knows of. */
  public boolean isSound() {
    return reported == 0 && unrepaired == 0;
  }
}
