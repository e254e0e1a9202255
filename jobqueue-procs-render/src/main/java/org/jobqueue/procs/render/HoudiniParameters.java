package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.proc.Parameter;

/** The parameters of {@code houdini}. */
record HoudiniParameters(
    @Parameter(
            value =
                "full path of a .usd file, which husk renders, or of a .hip file, of which hython"
                    + " renders a node",
            positional = true)
        Path file,
    @Parameter(
            "where the pictures go, with # for the digits of the frame: needed for .usd files; for"
                + " .hip files where the node puts them, none being checked if not given; a"
                + " relative path is in the attempt directory")
        Optional<String> output,
    @Parameter("the first frame to render; not in a job with frames of its own")
        Optional<Integer> startFrame,
    @Parameter("the last frame; the first one if not given") Optional<Integer> endFrame,
    @Parameter(value = "from one frame to the next", defaultValue = "1") int step,
    @Parameter("the node to render, such as /out/karma1; for .hip files only")
        Optional<String> node,
    @Parameter("the renderer of husk, such as BRAY_HdKarma; for .usd files only")
        Optional<String> renderer,
    @Parameter("how many threads to use; one for each processor if not given")
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

  HoudiniParameters {
    extraArguments = List.copyOf(extraArguments);
    successCodes = List.copyOf(successCodes);
    Checks.requireName("renderer", renderer);
    Checks.requireThreads(threads);
    executable.ifPresent(program -> Checks.requireExecutable(program, "husk or hython"));
    requireKind(file, output, node, renderer);
    Scene unused =
        Scene.of(
            "houdini",
            file,
            FrameSpan.of(startFrame, endFrame, step),
            output,
            acceptErrors,
            successCodes);
  }

  Scene scene() {
    return Scene.of(
        "houdini",
        file,
        FrameSpan.of(startFrame, endFrame, step),
        output,
        acceptErrors,
        successCodes);
  }

  private static void requireKind(
      Path file, Optional<String> output, Optional<String> node, Optional<String> renderer) {
    if (isHip(file)) {
      Checks.require(
          node.isPresent() && node.get().startsWith("/"),
          "node is needed for a .hip file, a path such as /out/karma1");
      Checks.require(renderer.isEmpty(), "renderer is for .usd files; a node has its own");
    } else {
      Checks.require(
          MayaParameters.extensionOf(file.toString()).startsWith(".usd"),
          "file '%s' is neither a .usd nor a .hip file",
          file);
      Checks.require(output.isPresent(), "output is needed for a .usd file");
      Checks.require(node.isEmpty(), "node is for .hip files; a .usd file has none");
    }
  }

  private static boolean isHip(Path file) {
    return MayaParameters.extensionOf(file.toString()).startsWith(".hip");
  }

  /** Whether hython renders it. */
  boolean hip() {
    return isHip(file);
  }
}
