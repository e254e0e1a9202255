package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.proc.Parameter;

/** The parameters of {@code maya}. */
record MayaParameters(
    @Parameter(
            value = "full path of the .ma or .mb file",
            positional = true,
            example = "/proj/scenes/a.mb")
        Path file,
    @Parameter(
            value =
                "where the pictures go: a path such as /out/f.####.exr, with # for the digits of the"
                    + " frame right before the extension, or a still; the scene says it if not given,"
                    + " and then no picture is checked; a relative path is in the attempt directory",
            example = "/out/f.####.exr",
            path = true)
        Optional<String> output,
    @Parameter(
            value = "the first frame to render; not in a job with frames of its own",
            minimum = 0)
        Optional<Integer> startFrame,
    @Parameter("the last frame; the first one if not given") Optional<Integer> endFrame,
    @Parameter(value = "from one frame to the next", defaultValue = "1", minimum = 1) int step,
    @Parameter(
            value = "the renderer, such as sw or arnold; that of the scene if not given",
            example = "arnold")
        Optional<String> renderer,
    @Parameter("full path of the project") Optional<Path> project,
    @Parameter("the camera; those of the scene if not given") Optional<String> camera,
    @Parameter("the render layer; those of the scene if not given") Optional<String> layer,
    @Parameter(
            value = "width of the pictures in pixels; that of the scene if not given",
            minimum = 1,
            maximum = 100_000)
        Optional<Integer> width,
    @Parameter(
            value = "height of the pictures in pixels; that of the scene if not given",
            minimum = 1,
            maximum = 100_000)
        Optional<Integer> height,
    @Parameter(value = "the program to run", defaultValue = "Render", advanced = true, path = true)
        String executable,
    @Parameter(value = "more options for the program", defaultValue = "[]", advanced = true)
        List<String> extraArguments,
    @Parameter(value = "the exit codes that mean success", defaultValue = "[0]", advanced = true)
        List<Integer> successCodes,
    @Parameter(
            value = "true to go by the pictures, whatever errors are printed",
            defaultValue = "false",
            advanced = true)
        boolean acceptErrors) {

  MayaParameters {
    extraArguments = List.copyOf(extraArguments);
    successCodes = List.copyOf(successCodes);
    Checks.requireName("renderer", renderer);
    Checks.requireName("camera", camera);
    Checks.requireName("layer", layer);
    project.ifPresent(path -> Checks.requireFullPath("project", path));
    Checks.requireExecutable(executable, "Render");
    output.ifPresent(text -> requireMayaName(new OutputName("output", text)));
    Scene unused =
        Scene.of(
            "maya",
            file,
            FrameSpan.of(startFrame, endFrame, step),
            output,
            acceptErrors,
            successCodes);
  }

  Scene scene() {
    return Scene.of(
        "maya", file, FrameSpan.of(startFrame, endFrame, step), output, acceptErrors, successCodes);
  }

  private static void requireMayaName(OutputName name) {
    String extension = name.ofEachFrame() ? name.tail() : extensionOf(name.head());
    Checks.require(
        extension.lastIndexOf('.') == 0 && extension.length() > 1,
        "output '%s' does not end with an extension, right after the # if there are any",
        name);
  }

  static String extensionOf(String path) {
    int dot = path.lastIndexOf('.');
    return dot <= path.lastIndexOf('/') ? "" : path.substring(dot);
  }
}
