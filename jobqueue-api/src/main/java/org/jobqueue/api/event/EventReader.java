package org.jobqueue.api.event;

import java.util.List;
import java.util.function.Predicate;
import org.jobqueue.api.QueueUnusableException;

/**
 * Follows the history of a queue. Holds no file open; needs memory for the writers that are active
 * at the same time and for the names of the files that it follows, not for the events. Not
 * thread-safe.
 */
public interface EventReader {
  /**
   * Hands over what was added since the last call; the first call hands over all that the query
   * asks for. The events of one call are ordered by time, those of one writer always by sequence.
   * Does not wait for events.
   *
   * @param consumer is called with each event; returns false to end the call, and the next one goes
   *     on behind that event
   * @return how many events were handed over
   * @throws QueueUnusableException if the directory cannot be listed
   */
  long poll(Predicate<? super JobEvent> consumer);

  /** How many lines could not be read so far: cut off, damaged, or of a newer version. */
  long skippedLines();

  /** What could not be read so far, for people; the first hundred. */
  List<String> problems();
}
