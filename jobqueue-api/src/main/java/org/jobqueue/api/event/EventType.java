package org.jobqueue.api.event;

import java.util.Locale;
import java.util.Optional;

/** What can happen in a queue. */
public enum EventType {
  /** A hierarchy was submitted; {@link JobEvent#count()} says how many jobs it has. */
  SUBMITTED,
  /** A worker began an attempt. */
  STARTED,
  /** An attempt succeeded, and the job is done. */
  DONE,
  /** An attempt failed, and the job waits for the next one. */
  RETRIED,
  /** The job failed for good: its last attempt did, or an error was set from outside. */
  FAILED,
  /** A worker gave a running job back, because it stops; nothing was spent. */
  HANDED_BACK,
  /** The worker of a running job died; the job waits again, or failed if that is said too. */
  LOST,
  /** The right to end an attempt was taken away from its worker: cancelled, deleted or lost. */
  REVOKED,
  /** Somebody cancelled jobs. */
  CANCELLED,
  /** Somebody held jobs. */
  HELD,
  /** Somebody released jobs. */
  RELEASED,
  /** Somebody asked for jobs to be retried. */
  RETRY_ASKED,
  /** Somebody had jobs skipped. */
  SKIPPED,
  /** Somebody changed the priority of a hierarchy. */
  PRIORITY,
  /** Somebody deleted a hierarchy. */
  DELETED,
  /** A worker registered. */
  WORKER_STARTED,
  /** A worker signed off. */
  WORKER_STOPPED,
  /** A worker was declared dead by another process. */
  WORKER_LOST;

  /** The name in files, on the command line and in JSON, such as {@code handed-back}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The type of that {@link #text()}; empty if this version knows none. */
  public static Optional<EventType> parse(String text) {
    for (EventType type : values()) {
      if (type.text().equals(text)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Whether the event is one of a whole hierarchy, and so of each job in it. */
  boolean ofHierarchy() {
    return this == SUBMITTED || this == DELETED || this == PRIORITY;
  }
}
