package org.jobqueue.procs.render;

import jakarta.inject.Inject;
import java.util.List;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;

/** The plugin with the job types of renderers. */
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
            parameters -> new RendererProc(new Blender(parameters, new WholePictureCheck()))),
        new Povray()
            .type(
                "povray",
                "Renders a POV-Ray scene, or frames of an animation.",
                PovrayParameters.class),
        new Ffmpeg(new WholePictureCheck())
            .type(
                "ffmpeg",
                "Makes a movie of frames. The job fails if one is missing or damaged, and if the"
                    + " movie has fewer.",
                FfmpegParameters.class),
        new Maya()
            .type("maya", "Renders frames of a Maya scene with Render.", MayaParameters.class),
        new RenderRib()
            .type(
                "renderrib",
                "Renders RIB files with Aqsis, Pixie, 3Delight or PRMan.",
                RibParameters.class),
        new Arnold().type("arnold", "Renders Arnold scenes with kick.", ArnoldParameters.class),
        new Vray().type("vray", "Renders frames with V-Ray Standalone.", VrayParameters.class),
        new Houdini()
            .type(
                "houdini",
                "Renders frames of a USD file with husk, or a node of a Houdini scene with hython.",
                HoudiniParameters.class),
        new Nuke().type("nuke", "Renders frames of a Nuke script.", NukeParameters.class));
  }
}
