package org.jobqueue.core.protocol;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jobqueue.api.LimitHolder;

/** What came of asking for tokens of limits. */
public sealed interface LimitAcquisition {
  /**
   * Nothing was taken: others hold too many.
   *
   * @param limit the first limit in the order of names that has too few left
   * @param count how many there are
   * @param wanted how many were asked for
   * @param holders who holds them, those that ask at the same time among them
   */
  record Full(String limit, int count, int wanted, List<LimitHolder> holders)
      implements LimitAcquisition {
    /** Copies the list. */
    public Full {
      holders = List.copyOf(holders);
    }
  }

  /**
   * Nothing was taken: a limit is not defined, or its definition is damaged.
   *
   * @param reason for people
   */
  record Undefined(String limit, String reason) implements LimitAcquisition {}

  /**
   * Nothing was taken, and never can be while the limit is as low as that.
   *
   * @param count how many there are
   * @param wanted how many were asked for
   */
  record Impossible(String limit, int count, int wanted) implements LimitAcquisition {}

  /** All that was asked for was taken. Thread-safe. */
  final class Held implements LimitAcquisition, AutoCloseable {
    private final LimitTokens tokens;
    private final List<Path> files;

    Held(LimitTokens tokens, List<Path> files) {
      this.tokens = tokens;
      this.files = new ArrayList<>(files);
    }

    /**
     * Gives all of them back; nothing happens if that was done before. What the file system refuses
     * to remove is removed when the {@link Limits} are used again, or asked to {@link
     * Limits#giveBackLost}; at the latest when the worker is gone.
     */
    public synchronized void release() {
      files.forEach(tokens::giveBack);
      files.clear();
    }

    /** The same as {@link #release}. */
    @Override
    public void close() {
      release();
    }
  }
}
