package org.jobqueue.procs.render;

import jakarta.inject.Inject;
import java.util.List;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;

/** The plugin with the job types of renderers: {@code blender}. */
public final class RenderProcsPlugin implements JobProcPlugin {
  /** Called by {@link java.util.ServiceLoader} or Guice. */
  @Inject
  public RenderProcsPlugin() {}

  @Override
  public String name() {
    return "render";
  }

  @Override
  public List<JobProcType<?>> types() {
    return List.of(
        JobProcType.of(
            "blender",
            "Renders frames of a Blender file to pictures. The job fails unless every frame was"
                + " saved and its picture is whole, whatever the exit code of Blender is.",
            BlenderParameters.class,
            parameters -> new RendererProc(new Blender(parameters, new WholePictureCheck()))));
  }
}
