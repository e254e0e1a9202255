package org.jobqueue.procs.render;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.Parameter;

/** The parameters of {@code blender}. */
record BlenderParameters(
    @Parameter(
            value = "full path of the .blend file",
            positional = true,
            example = "/shots/a/scene.blend")
        Path file,
    @Parameter(
            value =
                "where the pictures go: a path whose file name has # for the digits of the frame, such"
                    + " as //out/f_####; // is the directory of the .blend file, any other relative"
                    + " path is in the attempt directory; the extension is added",
            example = "//out/f_####",
            path = true)
        String output,
    @Parameter(
            value = "the first frame; not in a job with frames of its own, which renders those",
            minimum = 0)
        Optional<Integer> startFrame,
    @Parameter("the last frame; the first one if not given") Optional<Integer> endFrame,
    @Parameter(value = "from one frame to the next", defaultValue = "1", minimum = 1) int step,
    @Parameter(value = "the format of the pictures", defaultValue = "PNG") BlenderFormat format,
    @Parameter(
            value = "the render engine, such as CYCLES; that of the scene if not given",
            example = "CYCLES")
        Optional<String> engine,
    @Parameter("the scene; the one the file was saved with if not given") Optional<String> scene,
    @Parameter(
            value = "how many threads to use; one for each processor if not given",
            minimum = 1,
            maximum = 1024)
        Optional<Integer> threads,
    @Parameter(value = "the Blender to run", defaultValue = "blender", advanced = true, path = true)
        String executable,
    @Parameter(
            value = "more options for Blender, put before those made from the other parameters",
            defaultValue = "[]",
            advanced = true)
        List<String> extraArguments,
    @Parameter(
            value =
                "true to accept frames that were saved whole although Blender printed errors while"
                    + " it made them",
            defaultValue = "false",
            advanced = true)
        boolean acceptErrors,
    @Parameter(
            value = "false if output has its extension already and none is to be added",
            defaultValue = "true",
            advanced = true)
        boolean addExtension,
    @Parameter("full path of a Python script that is run before the scene is rendered")
        Optional<Path> script,
    @Parameter("a Python statement that is run before the scene is rendered, after the script")
        Optional<String> expression,
    @Parameter(
            value =
                "what Blender puts behind the number in a scene with several views, such as"
                    + " [\"_L\", \"_R\"]",
            defaultValue = "[]",
            advanced = true)
        List<String> views) {

  /** Blender counts no further. */
  private static final int LAST_FRAME = 1_048_574;

  private static final Pattern ENGINE = Pattern.compile("[A-Za-z0-9_]+");
  // Blender renders when it comes to one of these, before what follows is set; -- ends the options.
  private static final Set<String> REFUSED_OPTIONS =
      Set.of("-a", "--render-anim", "-f", "--render-frame", "--");

  BlenderParameters {
    extraArguments = List.copyOf(extraArguments);
    views = List.copyOf(views);
    Checks.requireFullPath("file", file);
    requireOutput(output, format, addExtension);
    requireFrames(startFrame.orElse(1), endFrame.orElse(startFrame.orElse(1)), step);
    FrameSpan.of(startFrame, endFrame, step);
    script.ifPresent(path -> Checks.requireFullPath("script", path));
    require(
        expression.isEmpty() || !expression.get().isBlank(),
        "expression is blank; leave it out if there is none");
    requireScene(engine, scene);
    require(!executable.isBlank(), "executable is blank; leave it out for 'blender'");
    requireExtraArguments(extraArguments);
  }

  private static void requireOutput(String output, BlenderFormat format, boolean addExtension) {
    String name = String.valueOf(path(output).getFileName());
    require(
        name.contains("#"),
        "output '"
            + output
            + "' has no # in its file name; write it with # for the digits of the frame, such as"
            + " //out/f_####");
    require(
        !addExtension || format.ownsExtensionOf(name) || !BlenderFormat.anyOwnsExtensionOf(name),
        "output '"
            + output
            + "' has the extension of another format than "
            + format
            + "; leave the extension out");
    new OutputName("output", output);
  }

  private static Path path(String output) {
    try {
      return Path.of(output);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "output '" + output + "' is not a path: " + e.getReason(), e);
    }
  }

  private static void requireFrames(int startFrame, int endFrame, int step) {
    // Blender takes a number with a sign for one relative to the frames of the scene.
    require(startFrame >= 0, "startFrame is " + startFrame + "; it must be 0 or more");
    int last = Math.max(new FrameSpan(startFrame, endFrame, step).end(), step);
    require(
        last <= LAST_FRAME, "there is no frame " + last + "; Blender's last one is " + LAST_FRAME);
  }

  /** The frames of a chunk. */
  static void requireFrames(FrameRange frames) {
    frames
        .frames()
        .forEach(
            frame -> {
              Checks.require(
                  frame >= 0, "frame %d is below 0; Blender renders frames from 0 on", frame);
              requireFrames(frame, frame, 1);
            });
  }

  private static void requireScene(Optional<String> engine, Optional<String> scene) {
    require(
        engine.isEmpty() || ENGINE.matcher(engine.get()).matches(),
        "engine '"
            + engine.orElse("")
            + "' is not the name of a render engine, such as CYCLES or BLENDER_EEVEE");
    require(
        scene.isEmpty() || !scene.get().isBlank(), "scene is blank; leave it out for the default");
  }

  private static void requireExtraArguments(List<String> arguments) {
    for (String argument : arguments) {
      require(
          !REFUSED_OPTIONS.contains(argument),
          "extraArguments contains '"
              + argument
              + "'; the frames and the end of the options are set by the job");
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The frames to render if the job has none of its own; empty if none are given. */
  Optional<FrameSpan> frames() {
    return FrameSpan.of(startFrame, endFrame, step);
  }

  /** Where the pictures go. */
  OutputPattern outputPattern(Path attemptDirectory) {
    return new OutputPattern(attemptDirectory.resolve(outputPath()));
  }

  /** The same, relative to the attempt directory unless it is a full path. */
  private Path outputPath() {
    return output.startsWith("//")
        ? file.resolveSibling(output.substring(2)).normalize()
        : Path.of(output);
  }

  /** The pictures by their full names. */
  List<OutputName> pictureNames() {
    OutputName name = new OutputName("output", outputPath().toString());
    if (views.isEmpty()) {
      return List.of(withExtension(name));
    }
    // Blender puts the view before an extension that is there.
    return views.stream().map(view -> withExtension(name.withTail(view))).toList();
  }

  private OutputName withExtension(OutputName name) {
    boolean ready = !addExtension || format.ownsExtensionOf(name.toString());
    return ready ? name : name.plus(format.extension());
  }
}
