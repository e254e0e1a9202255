package org.jobqueue.testkit.simulate;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Call.Operation;
import org.jobqueue.testkit.files.Reply;
import org.jobqueue.testkit.files.Reply.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a client of a network file system believes without asking the server.
 *
 * <p>It remembers of names that it looked up whether they are there; for the time of the entry it
 * answers looks from that, and believes that nothing lies below a directory that was missing.
 * Reading a directory brings what it knows of that directory up to date; what it changes itself it
 * knows. Changes are decided by the server. So behave NFS clients that were measured.
 */
final class ClientCache {
  private record Entry(boolean present, long until) {}

  private final RandomGenerator random;
  private final long longestNanos;
  private final Map<List<String>, Entry> entries = new HashMap<>();

  ClientCache(RandomGenerator random, Duration longest) {
    this.random = random;
    this.longestNanos = longest.toNanos();
  }

  /** The answer from memory; null if the server has to be asked. */
  @Nullable Reply answer(Call call, long now) {
    for (int depth = 1; depth < call.path().size(); depth++) {
      if (isKnownMissing(call.path().subList(0, depth), now)) {
        return call.operation() == Operation.LOOK
            ? Reply.kind(QueueFiles.Kind.MISSING)
            : Reply.of(Outcome.MISSING);
      }
    }
    boolean looksUp = call.operation() == Operation.LOOK || call.operation() == Operation.READ;
    if (looksUp && isKnownMissing(call.path(), now)) {
      return call.operation() == Operation.LOOK
          ? Reply.kind(QueueFiles.Kind.MISSING)
          : Reply.of(Outcome.MISSING);
    }
    return null;
  }

  private boolean isKnownMissing(List<String> path, long now) {
    Entry entry = entries.get(path);
    return entry != null && !entry.present() && entry.until() - now > 0;
  }

  /** Learns from what the server said. */
  void learn(Call call, Reply reply, long now) {
    switch (call.operation()) {
      case LIST -> {
        if (reply.ok()) {
          entries
              .keySet()
              .removeIf(
                  path ->
                      path.size() == call.path().size() + 1
                          && path.subList(0, call.path().size()).equals(call.path()));
          remember(call.path(), true, now);
        } else if (reply.outcome() == Outcome.MISSING) {
          remember(call.path(), false, now);
        }
      }
      case LOOK -> remember(call.path(), reply.kind() != QueueFiles.Kind.MISSING, now);
      case READ -> remember(call.path(), reply.outcome() != Outcome.MISSING, now);
      case CREATE_DIRECTORY, CREATE_FILE, REPLACE_FILE, CREATE_LINK, LINK -> {
        if (reply.ok() || reply.outcome() == Outcome.EXISTS) {
          remember(call.path(), true, now);
        }
      }
      case RENAME -> {
        if (reply.ok()) {
          remember(call.path(), false, now);
          remember(call.target(), true, now);
        }
      }
      case DELETE_FILE, DELETE_DIRECTORY -> {
        if (reply.ok()) {
          remember(call.path(), false, now);
        }
      }
      case SYNC -> {}
    }
  }

  private void remember(List<String> path, boolean present, long now) {
    long time = longestNanos == 0 ? 0 : random.nextLong(longestNanos);
    entries.put(List.copyOf(path), new Entry(present, now + time));
  }
}
