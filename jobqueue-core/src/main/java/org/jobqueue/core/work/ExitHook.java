package org.jobqueue.core.work;

/**
 * Something to be done if the virtual machine exits before this is closed: after {@code
 * System.exit} or a signal, but not after {@code kill -9}.
 */
final class ExitHook implements AutoCloseable {
  private final Thread hook;

  private ExitHook(Thread hook) {
    this.hook = hook;
  }

  /** Has {@code action} done at an exit; it should take seconds at most. */
  static ExitHook of(Runnable action) {
    Thread hook = new Thread(action, "jobqueue-exit");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Exiting already: whoever dies now is found out by others.
    }
    return new ExitHook(hook);
  }

  @Override
  public void close() {
    try {
      var unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The exit is under way, perhaps in this very thread.
    }
  }
}
