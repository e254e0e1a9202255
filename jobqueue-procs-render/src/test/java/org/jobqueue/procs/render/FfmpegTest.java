package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.proc.JobFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command of ffmpeg, the frames before it and the movie after it, and what it printed. */
class FfmpegTest {
  private static final PictureCheck WHOLE = picture -> Optional.empty();

  @TempDir Path directory;

  @Test
  void theCommand() {
    assertThat(command(Map.of()))
        .isEqualTo(
            "ffmpeg -y -hide_banner -nostdin -nostats -loglevel level+warning -framerate 24 -f"
                + " image2 -pattern_type sequence -start_number 1 -i /r/f_%04d.png -c:v"
                + " libx264 -pix_fmt yuv420p -frames:v 5 -progress pipe:1 /q/attempt-1/movie.mp4");
    assertThat(
            command(
                Map.of(
                    "frames", "/r 50%/f.###.exr",
                    "frameRate", "24000/1001",
                    "crf", 18,
                    "threads", 3,
                    "audio", "/r/sound.wav",
                    "extraArguments", List.of("-preset", "slow"),
                    "output", "/o/movie.mov")))
        .contains("-framerate 24000/1001 ")
        .contains("-i /r 50%%/f.%03d.exr -i /r/sound.wav -c:v ")
        .endsWith(
            "-crf 18 -threads 3 -map 0:v:0 -map 1:a:0 -vf trim=end_frame=5 -af apad -t 0.208542 -preset slow -progress pipe:1"
                + " /o/movie.mov");
  }

  @Test
  void theMovieIsDeclared() {
    assertThat(
            Replay.registry()
                .require("ffmpeg")
                .create(values(Map.of()))
                .expectedFiles(Optional.empty()))
        .containsExactly(ExpectedFile.of("movie.mp4"));
  }

  @Test
  void impossibleParameters() {
    assertRefused(Map.of("frames", "f_#.png"), "frames 'f_#.png' is a relative path");
    assertRefused(Map.of("frames", "/r/f.png"), "has no # in its file name");
    assertRefused(Map.of("output", "m_##.mp4"), "all frames go into one movie");
    assertRefused(Map.of("output", "-y"), "is not the name of a file");
    assertRefused(Map.of("startFrame", -1), "expects an integer, 0 or more, but is the number -1");
    assertRefused(Map.of("endFrame", 0), "endFrame 0 comes before startFrame 1");
    assertRefused(Map.of("frameRate", "fast"), "frameRate 'fast' is not a number of frames");
    assertRefused(Map.of("frameRate", "0.0"), "frameRate '0.0' is not a number of frames");
    assertRefused(Map.of("frameRate", "24/0"), "frameRate '24/0' is not a number of frames");
    assertRefused(Map.of("crf", 64), "expects an integer from 0 to 63, but is the number 64");
    assertRefused(Map.of("codec", "-x"), "codec '-x' is not a name");
    assertRefused(Map.of("audio", "sound.wav"), "audio 'sound.wav' is a relative path");
  }

  @Test
  void framesOfABlockHaveNoPlace() {
    assertThatThrownBy(
            () ->
                new SceneRenderer<>(new Ffmpeg(WHOLE), parameters(Map.of()), WHOLE)
                    .withFrames(FrameRange.parse("1-5")))
        .hasMessageContaining("would overwrite each other");
  }

  @Test
  void aGapIsRefusedBeforeAnythingIsRun() throws Exception {
    for (int frame : new int[] {1, 2, 4}) {
      Replay.writePng(directory.resolve("f_000" + frame + ".png"));
    }
    Files.write(directory.resolve("f_0005.png"), new byte[0]);
    RecordingContext context = new RecordingContext(directory, directory);
    assertThatThrownBy(
            () ->
                Replay.registry()
                    .require("ffmpeg")
                    .create(
                        values(Map.of("frames", directory + "/f_####.png", "executable", "false")))
                    .runIn(context))
        .isInstanceOfSatisfying(
            JobFailedException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.TASK))
        .hasMessage(
            "2 of 5 frames are missing or damaged: 3, 5\n"
                + directory
                + "/f_0003.png does not exist\n"
                + directory
                + "/f_0005.png is empty");
    assertThat(context.commands).isEmpty();
  }

  @Test
  void goodMovies() throws Exception {
    RecordingContext context = replay("01-assemble-mp4-progress-pipe1", 0, 6, false);
    // The order of the two streams is not known, so that 0 may come first or not.
    assertThat(context.progress).isSorted().contains(16).last().isEqualTo(100);
    assertThat(context.statusLines).last().isEqualTo("6 of 6 frames");
    replay("02-nostats-loglevel-error", 0, 6, false);
    assertThat(replay("06-long-testsrc-progress", 0, 500, false).progress)
        .isSorted()
        .contains(8, 22, 64)
        .last()
        .isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "03-gap-in-sequence|0|5|the movie has 2 of 5 frames",
        "05-empty-and-truncated-frames|0|4|the movie has 1 of 4 frames",
        "04-no-input|1|5|nosuch/f_%04d.png: No such file or directory",
        "07-output-dir-missing|1|6|nodir/x.mp4: No such file or directory",
        "08-existing-no-y|1|6|File 'movie.mp4' already exists. Exiting.",
        "09-disk-full|1|6|Could not write header for output file #0 (incorrect codec parameters ?):"
            + " No space left on device",
        "10-odd-size|1|5|width not divisible by 2 (63x35)"
      })
  void badMovies(String recording, int exitCode, int frames, String problem) {
    assertThatThrownBy(() -> replay(recording, exitCode, frames, false))
        .isInstanceOf(RenderFailedException.class)
        .hasMessageStartingWith(
            exitCode == 0
                ? "ffmpeg ended with exit code 0, yet it failed:\n"
                : "ffmpeg ended with exit code 1:\n")
        .hasMessageContaining("\n" + problem);
  }

  @Test
  void fewerFramesCanBeAccepted() throws Exception {
    replay("03-gap-in-sequence", 0, 5, true);
  }

  @Test
  void linesWithTheirLevel() {
    FfmpegOutput output = new FfmpegOutput(5);
    RenderOutput events =
        new RenderOutput(
            "ffmpeg",
            new Pictures(Optional.empty(), Optional.empty(), List.of(), WHOLE),
            output,
            false);
    events.stderrLine("[png @ 0x5576f5d88100] [warning] odd");
    events.stderrLine("[image2 @ 0x5576f5d88100] [error] Could find no file");
    events.stderrLine("[fatal] out of memory");
    events.stderrLine("[image2 @ 0x5576f5d88100] [error] Could not open file : /r/f_0007.png");
    events.stderrLine("[error] /r/f_%04d.png: Input/output error");
    assertThat(events.problems(true)).containsExactly("Could find no file", "out of memory");
  }

  private RecordingContext replay(String recording, int exitCode, int frames, boolean accept)
      throws Exception {
    Path program = Replay.recording(directory, "ffmpeg-" + recording, exitCode);
    return Replay.run(
        directory,
        new Ffmpeg(WHOLE),
        parameters(
            Map.of("endFrame", frames, "executable", program.toString(), "acceptErrors", accept)),
        WHOLE);
  }

  private static String command(Map<String, Object> given) {
    return String.join(
        " ",
        new SceneRenderer<>(new Ffmpeg(WHOLE), parameters(given), WHOLE)
            .runs(Path.of("/q/attempt-1"))
            .get(0)
            .command()
            .arguments());
  }

  private static void assertRefused(Map<String, Object> given, String message) {
    assertThatThrownBy(() -> Replay.registry().require("ffmpeg").create(values(given)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(message);
  }

  private static Map<String, Object> values(Map<String, Object> given) {
    Map<String, Object> values =
        new HashMap<>(
            Map.of(
                "frames", "/r/f_####.png", "output", "movie.mp4", "startFrame", 1, "endFrame", 5));
    values.putAll(given);
    return values;
  }

  private static FfmpegParameters parameters(Map<String, Object> given) {
    return Bound.to(FfmpegParameters.class, "ffmpeg", values(given));
  }
}
