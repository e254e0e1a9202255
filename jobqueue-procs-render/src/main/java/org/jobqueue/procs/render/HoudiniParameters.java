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
            positional = true,
            example = "/usd/a.usd")
        Path file,
    @Parameter(
            value =
                "where the pictures go, with # for the digits of the frame: needed for .usd files; for"
                    + " .hip files where the node puts them, none being checked if not given; a"
                    + " relative path is in the attempt directory",
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
            value = "the node to render, such as /out/karma1; for .hip files only",
            example = "/out/karma1")
        Optional<String> node,
    @Parameter(
            value = "the renderer of husk, such as BRAY_HdKarma; for .usd files only",
            example = "BRAY_HdKarma")
        Optional<String> renderer,
    @Parameter(
            value = "how many threads to use; one for each processor if not given",
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

  HoudiniParameters {
    extraArguments = List.copyOf(extraArguments);
    successCodes = List.copyOf(successCodes);
    Checks.requireName("renderer", renderer);
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
