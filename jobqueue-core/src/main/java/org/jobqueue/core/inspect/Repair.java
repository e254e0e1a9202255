package org.jobqueue.core.inspect;

import java.io.IOException;

/** Mends one thing. May be repeated, be done by several at once, and be killed at any operation. */
@FunctionalInterface
interface Repair {
  /** For what nobody can mend. */
  Repair IMPOSSIBLE =
      () -> {
        throw new UnsupportedOperationException();
      };

  /**
   * Mends it.
   *
   * @return false if there is nothing to mend any more
   * @throws IOException if it cannot be mended
   */
  boolean mend() throws IOException;
}
