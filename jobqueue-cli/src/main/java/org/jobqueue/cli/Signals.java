package org.jobqueue.cli;

/** The signals that ask a program to end: Ctrl-C, termination, a closed terminal. */
interface Signals {
  /** Calls {@code action} in a thread of its own for every signal, instead of ending at once. */
  Watch watch(Runnable action);

  /** A registration. */
  interface Watch {
    /** From now on a signal ends the program at once again. */
    void end();
  }
}
