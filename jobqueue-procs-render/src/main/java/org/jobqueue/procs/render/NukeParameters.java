package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.proc.Parameter;

/** The parameters of {@code nuke}. */
record NukeParameters(
    @Parameter(value = "full path of the .nk file", positional = true) Path file,
    @Parameter(
            "where the Write nodes put the pictures, with # for the digits of the frame; none is"
                + " checked if not given; a relative path is in the attempt directory")
        Optional<String> output,
    @Parameter("the first frame to render; not in a job with frames of its own")
        Optional<Integer> startFrame,
    @Parameter("the last frame; the first one if not given") Optional<Integer> endFrame,
    @Parameter(value = "from one frame to the next", defaultValue = "1") int step,
    @Parameter(
            value = "the Write nodes to render; all that are enabled if there are none",
            defaultValue = "[]")
        List<String> nodes,
    @Parameter("how many threads to use; one for each processor if not given")
        Optional<Integer> threads,
    @Parameter(value = "the program to run", defaultValue = "nuke") String executable,
    @Parameter(value = "more options for the program", defaultValue = "[]")
        List<String> extraArguments,
    @Parameter(value = "the exit codes that mean success", defaultValue = "[0]")
        List<Integer> successCodes,
    @Parameter(
            value = "true to go by the pictures, whatever errors are printed",
            defaultValue = "false")
        boolean acceptErrors) {

  NukeParameters {
    extraArguments = List.copyOf(extraArguments);
    successCodes = List.copyOf(successCodes);
    nodes = List.copyOf(nodes);
    nodes.forEach(node -> Checks.requireName("nodes", Optional.of(node)));
    Checks.requireThreads(threads);
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
