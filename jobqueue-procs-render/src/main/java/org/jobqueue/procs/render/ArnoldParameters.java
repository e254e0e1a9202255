package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.proc.Parameter;

/** The parameters of {@code arnold}. */
record ArnoldParameters(
    @Parameter(
            value =
                "full path of the .ass or .usd file; with # for the digits of the frame if there is"
                    + " one for each frame",
            positional = true)
        Path file,
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
    @Parameter(
            value = "true to render with a watermark if there is no licence",
            defaultValue = "false")
        boolean watermark,
    @Parameter(value = "the program to run", defaultValue = "kick") String executable,
    @Parameter(value = "more options for the program", defaultValue = "[]")
        List<String> extraArguments,
    @Parameter(value = "the exit codes that mean success", defaultValue = "[0]")
        List<Integer> successCodes,
    @Parameter(
            value = "true to go by the pictures, whatever errors are printed",
            defaultValue = "false")
        boolean acceptErrors) {

  ArnoldParameters {
    extraArguments = List.copyOf(extraArguments);
    successCodes = List.copyOf(successCodes);
    Checks.requireWithin("width", width, 1, 100_000);
    Checks.requireWithin("height", height, 1, 100_000);
    Checks.require(
        width.isPresent() == height.isPresent(), "give both width and height, or none of them");
    Checks.requireThreads(threads);
    Checks.requireExecutable(executable, "kick");
    Checks.require(
        startFrame.isEmpty() || new OutputName("file", file.toString()).ofEachFrame(),
        "file '%s' has no # in its file name, so all frames would be the same",
        file);
    Scene unused =
        Scene.of(
            "arnold",
            file,
            FrameSpan.of(startFrame, endFrame, step),
            Optional.of(output),
            acceptErrors,
            successCodes);
  }

  Scene scene() {
    return Scene.of(
        "arnold",
        file,
        FrameSpan.of(startFrame, endFrame, step),
        Optional.of(output),
        acceptErrors,
        successCodes);
  }

  /** The file of each frame. */
  OutputName input() {
    return new OutputName("file", file.toString());
  }
}
