package org.jobqueue.core.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jobqueue.api.LimitScope;
import org.jobqueue.api.LimitStatus;
import org.jobqueue.core.protocol.Limits;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.work.Failures;

/** The limits of a queue for callers. */
final class LimitAccess {
  private final Path location;
  private final Limits limits;

  LimitAccess(QueueDirectory queue) {
    this.location = queue.layout().location();
    this.limits = new Limits(queue);
  }

  void set(String name, int count, LimitScope scope) {
    try {
      if (!limits.define(name, count, scope)) {
        throw new IllegalArgumentException(
            "the tokens of the limit "
                + name
                + " are those of "
                + (scope == LimitScope.FARM ? "each host" : "the farm")
                + "; to change that, remove it and wait until nobody holds any");
      }
    } catch (IOException e) {
      throw Failures.writing(location, e);
    }
  }

  List<LimitStatus> list() {
    try {
      return limits.list();
    } catch (IOException e) {
      throw Failures.reading(location, e);
    }
  }

  boolean isRemoved(String name) {
    try {
      return limits.remove(name);
    } catch (IOException e) {
      throw Failures.writing(location, e);
    }
  }
}
