package org.jobqueue.api;

import java.util.List;
import java.util.Optional;

/**
 * A limit and who holds tokens of it at the moment.
 *
 * @param name the name of the limit
 * @param count how many tokens there are, 1 to {@link #HIGHEST_COUNT}, for each host if the scope
 *     is {@link LimitScope#HOST}; 0 if there is a problem
 * @param scope of what the tokens are counted
 * @param holders who holds tokens, by worker and job; one that was just declared dead may be among
 *     them until somebody needs its tokens
 * @param problem why the definition cannot be read; empty if all is well. Nobody gets tokens then
 */
public record LimitStatus(
    String name, int count, LimitScope scope, List<LimitHolder> holders, Optional<String> problem) {
  /** The highest count of a limit. */
  public static final int HIGHEST_COUNT = 1_000;

  /** Copies the list. */
  public LimitStatus {
    holders = List.copyOf(holders);
  }

  /** How many tokens are held, by all hosts together. */
  public int held() {
    return holders.stream().mapToInt(LimitHolder::amount).sum();
  }
}
