package org.jobqueue.procs.render;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jobqueue.api.proc.Parameter;

/** The parameters of {@code ffmpeg}. */
record FfmpegParameters(
    @Parameter(
            value =
                "full path of the frames, with # for the digits of their numbers, such as"
                    + " /out/f_####.png",
            positional = true,
            example = "/out/f_####.png")
        Path frames,
    @Parameter(
            value =
                "where the movie goes; its extension says the container; a relative path is in the"
                    + " attempt directory",
            example = "/out/movie.mp4",
            path = true)
        String output,
    @Parameter(value = "the first frame", minimum = 0) int startFrame,
    @Parameter("the last frame; every frame up to it has to be there") int endFrame,
    @Parameter(
            value = "frames per second, such as 25 or 24000/1001",
            defaultValue = "24",
            example = "24000/1001")
        String frameRate,
    @Parameter(value = "the codec, by the name that ffmpeg has for it", defaultValue = "libx264")
        String codec,
    @Parameter(
            value = "the format of the pixels in the movie; yuv420p is what most players show",
            defaultValue = "yuv420p",
            advanced = true)
        String pixelFormat,
    @Parameter(
            value = "quality of codecs that have it: 0 is the best, and 51 the worst of libx264",
            minimum = 0,
            maximum = 63)
        Optional<Integer> crf,
    @Parameter("full path of a file with sound; the movie ends with its last frame")
        Optional<Path> audio,
    @Parameter(
            value = "how many threads to use; ffmpeg's choice if not given",
            minimum = 1,
            maximum = 1024)
        Optional<Integer> threads,
    @Parameter(value = "the ffmpeg to run", defaultValue = "ffmpeg", advanced = true, path = true)
        String executable,
    @Parameter(
            value = "more options for the movie, put before its name",
            defaultValue = "[]",
            advanced = true)
        List<String> extraArguments,
    @Parameter(
            value =
                "true to take the movie as it is, whatever errors are printed and however many"
                    + " frames it has",
            defaultValue = "false",
            advanced = true)
        boolean acceptErrors) {
  private static final Pattern RATE = Pattern.compile("\\d{1,6}(?:\\.\\d{1,6}|/[1-9]\\d{0,5})?");

  FfmpegParameters {
    extraArguments = List.copyOf(extraArguments);
    Checks.requireFullPath("frames", frames);
    OutputName input = new OutputName("frames", frames.toString());
    Checks.require(
        input.ofEachFrame(),
        "frames '%s' has no # in its file name; write it with # for the digits of the frame",
        frames);
    Checks.require(
        !new OutputName("output", output).ofEachFrame(),
        "output '%s' has a # in its file name; all frames go into one movie",
        output);
    Checks.require(!output.startsWith("-"), "output '%s' is not the name of a file", output);
    Checks.require(startFrame >= 0, "startFrame is %d; it must be 0 or more", startFrame);
    new FrameSpan(startFrame, endFrame, 1);
    Checks.require(
        RATE.matcher(frameRate).matches() && !frameRate.matches("[0./]*|0+/.*"),
        "frameRate '%s' is not a number of frames per second, such as 25 or 24000/1001",
        frameRate);
    Checks.requireName("codec", Optional.of(codec));
    Checks.requireName("pixelFormat", Optional.of(pixelFormat));
    audio.ifPresent(file -> Checks.requireFullPath("audio", file));
    Checks.requireExecutable(executable, "ffmpeg");
  }

  FrameSpan span() {
    return new FrameSpan(startFrame, endFrame, 1);
  }

  /** How long the movie is, rounded up so that no frame is lost. */
  String seconds() {
    String[] rate = frameRate.split("/", 2);
    BigDecimal frames = BigDecimal.valueOf(span().count());
    BigDecimal numerator = rate.length == 1 ? frames : frames.multiply(new BigDecimal(rate[1]));
    return numerator.divide(new BigDecimal(rate[0]), 6, RoundingMode.UP).toPlainString();
  }

  OutputName input() {
    return new OutputName("frames", frames.toString());
  }
}
