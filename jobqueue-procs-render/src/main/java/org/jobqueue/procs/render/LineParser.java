package org.jobqueue.procs.render;

/** Reads what a renderer prints. One instance reads one run; not thread-safe. */
interface LineParser {
  /** Reads a line of standard output. */
  void stdoutLine(String line, RenderEvents events);

  /** Reads a line of standard error. */
  default void stderrLine(String line, RenderEvents events) {
    stdoutLine(line, events);
  }

  /** Called when a command has ended, for what could not be said before. */
  default void end(RenderEvents events) {}
}
