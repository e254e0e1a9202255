package org.jobqueue.procs.render;

import java.nio.file.Path;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.Command;

/** One renderer with the parameters of one job. */
interface Renderer {
  /** The name of the renderer for people. */
  String name();

  /** What people see of the job. */
  String label();

  /**
   * The same with the frames of a chunk in place of those of the parameters.
   *
   * @throws IllegalArgumentException if it cannot render these in one run
   */
  Renderer withFrames(FrameRange frames);

  /** What to run. */
  Command command(Path attemptDirectory);

  /** A new parser for the output of one run. */
  RenderOutput newOutput(Path attemptDirectory);
}
