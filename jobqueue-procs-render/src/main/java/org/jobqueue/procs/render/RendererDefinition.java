package org.jobqueue.procs.render;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.JobProcType;

/**
 * A renderer as data plus a parser: all that has to be written to add one. The rest is done by
 * {@link SceneRenderer} and {@link RendererProc}.
 *
 * @param <P> the parameters of the job type, checked when they are made
 */
interface RendererDefinition<P extends Record> {
  /** The name of the renderer for people. */
  String name(P parameters);

  /** The parameters that are the same in all renderers. */
  Scene scene(P parameters);

  /**
   * The commands for some frames.
   *
   * @param frames empty for a still
   */
  List<Run> runs(P parameters, Optional<FrameRange> frames, Path attemptDirectory);

  /** A new reader for what it prints about these frames. */
  LineParser parser(P parameters, Optional<FrameRange> frames);

  /** Whose fault a failure is, beside what {@link ErrorRules} says of all renderers. */
  default List<ErrorRule> errorRules() {
    return List.of();
  }

  /**
   * Whether it can render these frames.
   *
   * @throws IllegalArgumentException if not
   */
  default void requireFrames(P parameters, FrameRange frames) {}

  /** Called before the first command, once there are directories for the pictures. */
  default void prepare(P parameters, Path attemptDirectory) throws IOException {}

  /** The job type. */
  default JobProcType<P> type(String type, String description, Class<P> parameters) {
    return JobProcType.of(
        type,
        description,
        parameters,
        values -> new RendererProc(new SceneRenderer<>(this, values, new WholePictureCheck())));
  }
}
