package org.jobqueue.core.format;

import org.jobqueue.api.JobId;

/**
 * A job within its hierarchy: where it lies and when its turn is.
 *
 * @param id its name
 * @param order its place in the order of the hierarchy, depth-first, from 0; the root comes last
 * @param total how many jobs the hierarchy has
 */
public record NodeRef(JobId id, int order, int total) {
  /** Checks the numbers. */
  public NodeRef {
    if (order < 0 || order >= total) {
      throw new IllegalArgumentException("order " + order + " of " + total);
    }
  }

  /** Another job of the same hierarchy. */
  public NodeRef sibling(String local, int otherOrder) {
    return new NodeRef(new JobId(id.number(), local), otherOrder, total);
  }
}
