package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.proc.Parameter;

/** The parameters of {@code nuke}. */
record NukeParameters(
    @Parameter(value = "full path of the .nk file", positional = true, example = "/comp/a.nk")
        Path file,
    @Parameter(
            value =
                "where the Write nodes put the pictures, with # for the digits of the frame; none is"
                    + " checked if not given; a relative path is in the attempt directory",
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
            value = "the Write nodes to render; all that are enabled if there are none",
            defaultValue = "[]",
            example = "[\"Write1\"]")
        List<String> nodes,
    @Parameter(
            value = "how many threads to use; one for each processor if not given",
            minimum = 1,
            maximum = 1024)
        Optional<Integer> threads,
    @Parameter(value = "the program to run", defaultValue = "nuke", advanced = true, path = true)
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

  NukeParameters {
    extraArguments = List.copyOf(extraArguments);
    successCodes = List.copyOf(successCodes);
    nodes = List.copyOf(nodes);
    nodes.forEach(node -> Checks.requireName("nodes", Optional.of(node)));
    Checks.requireExecutable(executable, "nuke");
    Scene unused =
        Scene.of(
            "nuke",
            file,
            FrameSpan.of(startFrame, endFrame, step),
            output,
            acceptErrors,
            successCodes);
  }

  Scene scene() {
    return Scene.of(
        "nuke", file, FrameSpan.of(startFrame, endFrame, step), output, acceptErrors, successCodes);
  }
}
