package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.proc.Parameter;

/** The parameters of {@code renderrib}. */
record RibParameters(
    @Parameter(
            value =
                "full path of the RIB file; with # for the digits of the frame if there is one for"
                    + " each frame",
            positional = true)
        Path file,
    @Parameter(
            "where the RIB files put the pictures, with # for the digits of the frame; none is"
                + " checked if not given; a relative path is in the attempt directory")
        Optional<String> output,
    @Parameter("the first frame to render; not in a job with frames of its own")
        Optional<Integer> startFrame,
    @Parameter("the last frame; the first one if not given") Optional<Integer> endFrame,
    @Parameter(value = "from one frame to the next", defaultValue = "1") int step,
    @Parameter("which renderer it is") RibRenderer renderer,
    @Parameter(
            "full path of the directory to run in, where relative paths in RIB files begin; the"
                + " attempt directory if not given")
        Optional<Path> workingDirectory,
    @Parameter("how many threads to use, where the renderer has an option for that")
        Optional<Integer> threads,
    @Parameter("the program to run, if it is not to be found by its name")
        Optional<String> executable,
    @Parameter(value = "more options for the program", defaultValue = "[]")
        List<String> extraArguments,
    @Parameter(value = "the exit codes that mean success", defaultValue = "[0]")
        List<Integer> successCodes,
    @Parameter(
            value = "true to go by the pictures, whatever errors are printed",
            defaultValue = "false")
        boolean acceptErrors) {

  RibParameters {
    extraArguments = List.copyOf(extraArguments);
    successCodes = List.copyOf(successCodes);
    workingDirectory.ifPresent(path -> Checks.requireFullPath("workingDirectory", path));
    Checks.requireThreads(threads);
    Checks.require(
        threads.isEmpty() || renderer.threadsOption().isPresent(),
        "%s has no option for threads",
        renderer);
    executable.ifPresent(program -> Checks.requireExecutable(program, renderer.program()));
    Checks.require(
        startFrame.isEmpty() || new OutputName("file", file.toString()).ofEachFrame(),
        "file '%s' has no # in its file name, so all frames would be the same",
        file);
    Scene unused =
        Scene.of(
            "renderrib",
            file,
            FrameSpan.of(startFrame, endFrame, step),
            output,
            acceptErrors,
            successCodes);
  }

  Scene scene() {
    return Scene.of(
        "renderrib",
        file,
        FrameSpan.of(startFrame, endFrame, step),
        output,
        acceptErrors,
        successCodes);
  }

  /** The file of each frame. */
  OutputName input() {
    return new OutputName("file", file.toString());
  }
}
