package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.proc.Parameter;

/** The parameters of {@code vray}. */
record VrayParameters(
    @Parameter(value = "full path of the .vrscene file", positional = true) Path file,
    @Parameter(
            "where the pictures go, with # for the digits of the frame; a relative path is in the"
                + " attempt directory")
        String output,
    @Parameter("the first frame to render; not in a job with frames of its own")
        Optional<Integer> startFrame,
    @Parameter("the last frame; the first one if not given") Optional<Integer> endFrame,
    @Parameter(value = "from one frame to the next", defaultValue = "1") int step,
    @Parameter("width of the pictures in pixels; that of the scene if not given")
        Optional<Integer> width,
    @Parameter("height of the pictures in pixels; that of the scene if not given")
        Optional<Integer> height,
    @Parameter("how many threads to use; one for each processor if not given")
        Optional<Integer> threads,
    @Parameter(value = "the program to run", defaultValue = "vray") String executable,
    @Parameter(value = "more options for the program", defaultValue = "[]")
        List<String> extraArguments,
    @Parameter(value = "the exit codes that mean success", defaultValue = "[0]")
        List<Integer> successCodes,
    @Parameter(
            value = "true to go by the pictures, whatever errors are printed",
            defaultValue = "false")
        boolean acceptErrors) {

  VrayParameters {
    extraArguments = List.copyOf(extraArguments);
    successCodes = List.copyOf(successCodes);
    Checks.requireWithin("width", width, 1, 100_000);
    Checks.requireWithin("height", height, 1, 100_000);
    Checks.requireThreads(threads);
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
