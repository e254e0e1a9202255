package org.jobqueue.testkit.client;

import java.io.IOException;

/** What a simulated process does. It has no state but what it keeps in local variables. */
public interface Program {
  /** What it does before others may interfere; its result is handed on to {@link #run}. */
  default Object prepare(Client client) throws IOException {
    return client;
  }

  /**
   * What it does among others.
   *
   * @param prepared the result of {@link #prepare}
   */
  void run(Client client, Object prepared) throws IOException;
}
