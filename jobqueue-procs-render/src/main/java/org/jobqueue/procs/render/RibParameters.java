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
            positional = true,
            example = "/ribs/f.####.rib")
        Path file,
    @Parameter(
            value =
                "where the RIB files put the pictures, with # for the digits of the frame; none is"
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
    @Parameter("which renderer it is") RibRenderer renderer,
    @Parameter(
            "full path of the directory to run in, where relative paths in RIB files begin; the"
                + " attempt directory if not given")
        Optional<Path> workingDirectory,
    @Parameter(
            value = "how many threads to use, where the renderer has an option for that",
            minimum = 1,
            maximum = 1024)
        Optional<Integer> threads,
    @Parameter(
            value = "the program to run, if it is not to be found by its name",
            advanced = true,
            path = true)
        Optional<String> executable,
    @Parameter(value = "more options for the program", defaultValue = "[]", advanced = true)
        List<String> extraArguments,
    @Parameter(value = "the exit codes that mean success", defaultValue = "[0]", advanced = true)
        List<Integer> successCodes,
    @Parameter(
            value = "true to go by the pictures, whatever errors are printed",
            defaultValue = "false",
            advanced = true)
        boolean acceptErrors) {

  RibParameters {
    extraArguments = List.copyOf(extraArguments);
    successCodes = List.copyOf(successCodes);
    workingDirectory.ifPresent(path -> Checks.requireFullPath("workingDirectory", path));
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
