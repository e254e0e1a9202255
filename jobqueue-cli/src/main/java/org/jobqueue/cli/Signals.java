package org.jobqueue.cli;

import java.util.function.Consumer;

/** The signals that ask a program to end: Ctrl-C, termination, a closed terminal. */
interface Signals {
  /** Which signal came. */
  enum Kind {
    /** Ctrl-C: somebody at a terminal. */
    INTERRUPT("INT"),
    /** SIGTERM: a supervisor, such as systemd, Slurm or Kubernetes. */
    TERMINATE("TERM"),
    /** The terminal was closed. */
    HANG_UP("HUP");

    private final String signal;

    Kind(String signal) {
      this.signal = signal;
    }

    /** The name of the signal, without SIG. */
    String signal() {
      return signal;
    }
  }

  /** Calls {@code action} in a thread of its own for every signal, instead of ending at once. */
  Watch listen(Consumer<Kind> action);

  /** The same, for those who do not care which signal it was. */
  default Watch watch(Runnable action) {
    return listen(kind -> action.run());
  }

  /** A registration. */
  interface Watch {
    /** From now on a signal ends the program at once again. */
    void end();
  }
}
