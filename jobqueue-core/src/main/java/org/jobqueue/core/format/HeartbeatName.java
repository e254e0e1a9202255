package org.jobqueue.core.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a worker lives: the one file in {@code workers/<worker>/} that is renamed from {@code
 * hb.7} to {@code hb.8} by the worker itself, or to {@code dead.7} by whoever declares it dead.
 *
 * @param dead true if somebody declared the worker dead
 * @param beat how many beats there were
 */
public record HeartbeatName(boolean dead, long beat) {
  private static final Pattern FORM = Pattern.compile("(hb|dead)\\.(\\d{1,18})");

  /** Reads a name; empty if it is something else. */
  public static Optional<HeartbeatName> parse(String name) {
    Matcher matcher = FORM.matcher(name);
    return matcher.matches()
        ? Optional.of(
            new HeartbeatName(matcher.group(1).equals("dead"), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** The name after the next beat. */
  public HeartbeatName nextBeat() {
    return new HeartbeatName(false, beat + 1);
  }

  /** The name that takes the place of this one when the worker is declared dead. */
  public HeartbeatName declaredDead() {
    return new HeartbeatName(true, beat);
  }

  /** The file name. */
  @Override
  public String toString() {
    return (dead ? "dead." : "hb.") + beat;
  }
}
