package org.jobqueue.procs.render;

import java.util.List;

/** Reads what a renderer prints while it runs, and judges it at the end. Not thread-safe. */
interface RenderOutput {
  /** Takes a line of standard output. */
  void stdoutLine(String line);

  /** Takes a line of standard error. */
  void stderrLine(String line);

  /** How much of the job is done, 0 to 100; never goes back. */
  int percent();

  /** What the renderer is doing, in one line. */
  String status();

  /**
   * The verdict, after the last line: what went wrong, the exit code left aside.
   *
   * @param exitCode of the renderer
   * @return one or more lines for people each; empty if all that was asked for is there
   */
  List<String> problems(int exitCode);
}
