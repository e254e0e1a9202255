package org.jobqueue.api;

import java.util.Locale;

/** Of what a limit counts the tokens. */
public enum LimitScope {
  /** All workers of the queue together, such as the licences of a floating licence server. */
  FARM,
  /** The workers of each host by themselves, such as the graphics cards of a machine. */
  HOST;

  /** As people and programs read it: {@code farm} or {@code host}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return text();
  }
}
