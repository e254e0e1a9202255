package org.jobqueue.procs.render;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;

/** One renderer with the parameters of one job. */
interface Renderer {
  /** The name of the renderer for people. */
  String name();

  /** What people see of the job. */
  String label();

  /**
   * The same with the frames of a chunk.
   *
   * @throws IllegalArgumentException if it cannot render these, or has frames among its parameters
   */
  Renderer withFrames(FrameRange frames);

  /**
   * The pictures that the job has to leave.
   *
   * @param block the frames of the job if it is a block
   * @throws IllegalArgumentException if it cannot render these
   */
  default List<ExpectedFile> expectedFiles(Optional<FrameRange> block) {
    return List.of();
  }

  /** Whose fault a failure is. */
  default List<ErrorRule> errorRules() {
    return List.of();
  }

  /**
   * Called before the first command.
   *
   * @throws org.jobqueue.api.JobQueueException if there is no sense in starting it
   */
  default void prepare(Path attemptDirectory) throws IOException {}

  /** What to run, one after the other; the first that fails is the last. */
  List<Run> runs(Path attemptDirectory);

  /** Whether an exit code is that of a success. */
  default boolean isSuccess(int exitCode) {
    return exitCode == 0;
  }

  /** A new reader for the output of all commands. */
  RenderOutput newOutput(Path attemptDirectory);
}
