package org.jobqueue.core.command;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lets the callbacks of a command run one at a time, until something has failed. The first failure
 * is kept. Thread-safe.
 */
final class CallbackGate {
  private Optional<Throwable> failure = Optional.empty();

  /** Calls the callback, and keeps what it throws. */
  synchronized void call(Consumer<String> callback, String line) {
    if (failure.isPresent()) {
      return;
    }
    try {
      callback.accept(line);
    } catch (Throwable e) {
      // Whatever it is, errors included, belongs to the thread that runs the command.
      failure = Optional.of(e);
    }
  }

  synchronized void fail(Throwable e) {
    if (failure.isPresent()) {
      failure.get().addSuppressed(e);
    } else {
      failure = Optional.of(e);
    }
  }

  synchronized boolean hasFailed() {
    return failure.isPresent();
  }

  /** Throws the failure if there is one. */
  synchronized void rethrow() {
    if (failure.isEmpty()) {
      return;
    }
    Throwable e = failure.get();
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (e instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException("a callback threw a checked exception: " + e, e);
  }
}
