package org.jobqueue.examples.raytracer;

import java.util.List;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;

/**
 * The job types of this jar. Named in {@code META-INF/services}, so that a queue finds it; for that
 * the class is public and has a public constructor without arguments.
 */
public final class RaytracerPlugin implements JobProcPlugin {
  @Override
  public String name() {
    return "raytracer";
  }

  @Override
  public List<JobProcType<?>> types() {
    return List.of(
        JobProcType.of(
            "raytrace-frame",
            "Renders one frame of a small animation as frame.NNNN.png.",
            FrameParameters.class,
            FrameProc::new),
        JobProcType.of(
            "raytrace-assemble",
            "Puts the frames of an animation together: animation.gif and contact-sheet.png.",
            AssembleParameters.class,
            AssembleProc::new));
  }
}
