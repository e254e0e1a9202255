package org.jobqueue.core.inspect;

import java.io.IOException;
import java.util.function.Consumer;

/** One look at a place. */
@FunctionalInterface
interface Look {
  /** Looks, and says what seems wrong. */
  void look(Consumer<Suspicion> suspicions) throws IOException;
}
