package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.proc.Parameter;

/** The parameters of {@code povray}. */
record PovrayParameters(
    @Parameter(
            value = "full path of the .pov file",
            positional = true,
            example = "/shots/b/scene.pov")
        Path file,
    @Parameter(
            value =
                "where the pictures go: the path of a still, or with # for the digits of the frame"
                    + " right before the extension, such as /out/anim##.png, as many as finalFrame"
                    + " has; a relative path is in the attempt directory. The extension says the"
                    + " format: .png, .jpg, .exr, .hdr, .tga, .bmp or .ppm",
            example = "/out/anim###.png",
            path = true)
        String output,
    @Parameter(
            value = "width of the pictures in pixels",
            defaultValue = "640",
            minimum = 1,
            maximum = 100_000)
        int width,
    @Parameter(
            value = "height of the pictures in pixels",
            defaultValue = "480",
            minimum = 1,
            maximum = 100_000)
        int height,
    @Parameter(
            value = "the first frame to render; not in a job with frames of its own",
            minimum = 0)
        Optional<Integer> startFrame,
    @Parameter("the last frame to render; the first one if not given") Optional<Integer> endFrame,
    @Parameter(value = "from one frame to the next", defaultValue = "1", minimum = 1) int step,
    @Parameter(
            value =
                "the first frame of the whole animation, where the clock is initialClock, whichever"
                    + " frames are rendered",
            defaultValue = "1")
        int initialFrame,
    @Parameter(
            "the last frame of the whole animation, where the clock is finalClock; needed if output"
                + " has #")
        Optional<Integer> finalFrame,
    @Parameter(value = "the clock at initialFrame, and in a still", defaultValue = "0")
        double initialClock,
    @Parameter(value = "the clock at finalFrame", defaultValue = "1") double finalClock,
    @Parameter(
            value = "true if finalFrame is followed by initialFrame, so that the clock ends before",
            defaultValue = "false",
            advanced = true)
        boolean cyclic,
    @Parameter(value = "0 to 11; that of POV-Ray if not given", minimum = 0, maximum = 11)
        Optional<Integer> quality,
    @Parameter(
            value = "the threshold of antialiasing, 0 to 3; none if not given",
            example = "0.3",
            minimum = 0,
            maximum = 3)
        Optional<Double> antialias,
    @Parameter(
            value = "full paths of directories with included files, beside that of the file",
            defaultValue = "[]",
            advanced = true)
        List<Path> libraries,
    @Parameter(
            value = "how many threads to use; one for each processor if not given",
            minimum = 1,
            maximum = 1024)
        Optional<Integer> threads,
    @Parameter(value = "the POV-Ray to run", defaultValue = "povray", advanced = true, path = true)
        String executable,
    @Parameter(
            value = "more options for POV-Ray, put before the others",
            defaultValue = "[]",
            advanced = true)
        List<String> extraArguments,
    @Parameter(
            value = "true to go by the pictures, whatever errors are printed",
            defaultValue = "false",
            advanced = true)
        boolean acceptErrors) {

  PovrayParameters {
    libraries = List.copyOf(libraries);
    extraArguments = List.copyOf(extraArguments);
    Optional<FrameSpan> span = FrameSpan.of(startFrame, endFrame, step);
    Scene.of("povray", file, span, output, acceptErrors);
    span.ifPresent(
        frames -> requireInAnimation(frames.start(), frames.end(), initialFrame, finalFrame));
    Checks.requireExecutable(executable, "povray");
    Checks.require(
        Double.isFinite(initialClock) && Double.isFinite(finalClock), "the clock is no number");
    libraries.forEach(library -> Checks.requireFullPath("libraries", library));
    requireNoQuotes("file", file.toString());
    requireNoQuotes("output", output);
    libraries.forEach(library -> requireNoQuotes("libraries", library.toString()));
    OutputName name = new OutputName("output", output);
    requireFormat(output);
    if (name.ofEachFrame()) {
      requireAnimation(name, initialFrame, finalFrame);
    }
  }

  /** POV-Ray has no other way to write a quote than to leave it out. */
  private static void requireNoQuotes(String parameter, String path) {
    Checks.require(
        path.indexOf('"') < 0 && path.indexOf('\n') < 0,
        "%s '%s' has a quote or a line break, which POV-Ray cannot read",
        parameter,
        path);
  }

  private static char requireFormat(String output) {
    int dot = output.lastIndexOf('.');
    String extension = dot < 0 ? "" : output.substring(dot);
    return switch (extension) {
      case ".png" -> 'N';
      case ".jpg" -> 'J';
      case ".exr" -> 'E';
      case ".hdr" -> 'H';
      case ".tga" -> 'T';
      case ".bmp" -> 'B';
      case ".ppm" -> 'P';
      default ->
          throw new IllegalArgumentException(
              "output '"
                  + output
                  + "' does not end with .png, .jpg, .exr, .hdr, .tga, .bmp or .ppm, which says the"
                  + " format");
    };
  }

  private static void requireAnimation(
      OutputName name, int initialFrame, Optional<Integer> finalFrame) {
    Checks.require(
        finalFrame.isPresent(),
        "there is no finalFrame; POV-Ray needs it for the clock, whichever frames are rendered");
    Checks.require(
        initialFrame >= 0 && finalFrame.get() > initialFrame,
        "the animation from initialFrame %d to finalFrame %d has less than two frames",
        initialFrame,
        finalFrame.get());
    Checks.require(
        name.tail().lastIndexOf('.') == 0,
        "output '%s' has more than the extension after the #; POV-Ray puts the frame before it",
        name);
    int digits = finalFrame.get().toString().length();
    Checks.require(
        name.digits() == digits,
        "output '%s' has %d #, but POV-Ray writes as many digits as finalFrame %d has: %s",
        name,
        name.digits(),
        finalFrame.get(),
        name.with("#".repeat(digits)));
    Checks.require(
        name.head().isEmpty() || !Character.isDigit(name.head().charAt(name.head().length() - 1)),
        "output '%s' has a digit before the #, which cannot be told from those of the frame",
        name);
  }

  static void requireInAnimation(
      int start, int end, int initialFrame, Optional<Integer> finalFrame) {
    Checks.require(
        start >= initialFrame && end <= finalFrame.orElse(end),
        "the frames %d to %d are not within those of the animation, %d to %d",
        start,
        end,
        initialFrame,
        finalFrame.orElse(end));
  }

  /** The letter of the option that sets the format. */
  char format() {
    return requireFormat(output);
  }

  OutputName outputName() {
    return new OutputName("output", output);
  }
}
