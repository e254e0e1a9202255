package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.proc.Parameter;

/** The parameters of {@code vray}. */
record VrayParameters(
    @Parameter(
            value = "full path of the .vrscene file",
            positional = true,
            example = "/scenes/a.vrscene")
        Path file,
    @Parameter(
            value =
                "where the pictures go, with # for the digits of the frame; a relative path is in the"
                    + " attempt directory",
            example = "/out/f.####.exr",
            path = true)
        String output,
    @Parameter(
            value = "the first frame to render; not in a job with frames of its own",
            minimum = 0)
        Optional<Integer> startFrame,
    @Parameter("the last frame; the first one if not given") Optional<Integer> endFrame,
    @Parameter(value = "from one frame to the next", defaultValue = "1", minimum = 1) int step,
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
    @Parameter(
            value = "how many threads to use; one for each processor if not given",
            minimum = 1,
            maximum = 1024)
        Optional<Integer> threads,
    @Parameter(value = "the program to run", defaultValue = "vray", advanced = true, path = true)
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

  VrayParameters {
    extraArguments = List.copyOf(extraArguments);
    successCodes = List.copyOf(successCodes);
    Checks.requireExecutable(executable, "vray");
    Scene unused =
        Scene.of(
            "vray",
            file,
            FrameSpan.of(startFrame, endFrame, step),
            Optional.of(output),
            acceptErrors,
            successCodes);
  }

  Scene scene() {
    return Scene.of(
        "vray",
        file,
        FrameSpan.of(startFrame, endFrame, step),
        Optional.of(output),
        acceptErrors,
        successCodes);
  }
}
