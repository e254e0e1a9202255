package org.jobqueue.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects progressions, in order, into the canonical parts of a {@link FrameRange}. The parts
 * depend only on the sequence of the numbers, not on how it was divided when it was added.
 *
 * <p>From the left, the longest run of equal distances is taken: one of three numbers or more is a
 * part; of a shorter one only the first number is, as a single, and the next run starts at the
 * number after it. Two singles one after the other become a part if the second is greater by 1.
 *
 * <p>The last run is kept open, since what is added next may continue it.
 */
final class FrameParts {
  static final int MOST = 10_000;

  private final Supplier<IllegalArgumentException> tooMany;
  private final List<Progression> parts = new ArrayList<>();
  private @Nullable Progression open;

  /**
   * Starts without parts.
   *
   * @param tooMany what is thrown when there would be more than {@link #MOST} parts
   */
  FrameParts(Supplier<IllegalArgumentException> tooMany) {
    this.tooMany = tooMany;
  }

  void add(Progression added) {
    long taken = 0;
    while (taken < added.count()) {
      taken += takeFrom(added.slice(taken, added.count()));
    }
  }

  List<Progression> finish() {
    while (open != null) {
      close(open);
    }
    return List.copyOf(parts);
  }

  /** Continues the open run, or closes it, and returns how many numbers were taken. */
  private long takeFrom(Progression added) {
    Progression run = open;
    if (run == null) {
      open = added;
      return added.count();
    }
    long step = run.count() == 1 ? added.first() - run.first() : run.step();
    if (added.first() - run.last() != step) {
      close(run);
      return 0;
    }
    long taken = added.step() == step ? added.count() : 1;
    open = new Progression(run.first(), step, run.count() + taken);
    return taken;
  }

  /** Makes a part of a run that does not go on; the second number of two is opened again. */
  private void close(Progression run) {
    boolean pair = run.count() == 2;
    Progression part = pair ? Progression.single(run.first()) : run;
    open = pair ? Progression.single(run.last()) : null;
    int end = parts.size() - 1;
    if (part.count() == 1
        && end >= 0
        && parts.get(end).count() == 1
        && part.first() == parts.get(end).first() + 1) {
      parts.set(end, new Progression(parts.get(end).first(), 1, 2));
    } else if (parts.size() == MOST) {
      throw tooMany.get();
    } else {
      parts.add(part);
    }
  }
}
