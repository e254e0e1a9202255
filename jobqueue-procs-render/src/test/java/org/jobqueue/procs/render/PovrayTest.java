package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.proc.JobProc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands of POV-Ray, and what it printed, byte for byte. */
class PovrayTest {
  private static final Path ATTEMPT = Path.of("/q/attempt-1");

  @TempDir Path directory;

  @Test
  void aStill() {
    assertThat(commands(Map.of("output", "one.png", "antialias", 0.3, "quality", 9, "threads", 2)))
        .containsExactly(
            "povray +I/s/scene.pov +L/s +O/q/attempt-1/one.png +FN +W640 +H480 +Q9 +A0.3 +WT2 -D -P"
                + " -C +K0.0");
  }

  @Test
  void pathsWithBlanksAreQuoted() {
    assertThat(
            commands(
                Map.of(
                    "file", "/a b/c d.pov", "output", "/o p/x.jpg", "libraries", List.of("/l m"))))
        .singleElement()
        .asString()
        .contains("+I\"/a b/c d.pov\" +L\"/a b\" +L\"/l m\" +O\"/o p/x.jpg\" +FJ ");
  }

  @Test
  void thePartsOfAnAnimation() {
    Map<String, Object> animation =
        Map.of("output", "/o/a##.exr", "finalFrame", 24, "finalClock", 2.5, "cyclic", true);
    assertThat(
            new SceneRenderer<>(new Povray(), parameters(animation), picture -> Optional.empty())
                .withFrames(FrameRange.parse("3-5,9"))
                .runs(ATTEMPT))
        .extracting(run -> String.join(" ", run.command().arguments()))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains("+O/o/a.exr +FE ")
                    .endsWith("+KFI1 +KFF24 +KI0.0 +KF2.5 +KC +SF3 +EF5"),
            second -> assertThat(second).endsWith("+SF9 +EF9"));
  }

  @Test
  void thePicturesAreDeclared() {
    assertThat(expected(Map.of("output", "one.png"))).containsExactly("one.png");
    assertThat(expected(Map.of("output", "/o/a##.png", "finalFrame", 24)))
        .containsExactly("/o/a{frame:2}.png");
    assertThat(
            expected(
                Map.of(
                    "output",
                    "/o/a##.png",
                    "finalFrame",
                    24,
                    "startFrame",
                    3,
                    "endFrame",
                    7,
                    "step",
                    4)))
        .containsExactly("/o/a03.png", "/o/a07.png");
  }

  @Test
  void impossibleParameters() {
    assertRefused(Map.of("file", "scene.pov"), "file 'scene.pov' is a relative path");
    assertRefused(Map.of("output", "a.gif"), "does not end with .png, .jpg");
    assertRefused(Map.of("output", "/o/"), "does not end with the name of a file");
    assertRefused(Map.of("output", "a\"b.png"), "has a quote or a line break");
    assertRefused(Map.of("output", "a##.png"), "there is no finalFrame");
    assertRefused(
        Map.of("output", "a####.png", "finalFrame", 24),
        "as many digits as finalFrame 24 has: a##");
    assertRefused(Map.of("output", "a##b.png", "finalFrame", 24), "more than the extension");
    assertRefused(Map.of("output", "a1##.png", "finalFrame", 24), "has a digit before the #");
    assertRefused(Map.of("output", "a#.png", "finalFrame", 1), "less than two frames");
    assertRefused(Map.of("output", "a.png", "startFrame", 1), "would overwrite each other");
    assertRefused(
        Map.of("output", "a##.png", "finalFrame", 24, "startFrame", 20, "endFrame", 25),
        "the frames 20 to 25 are not within those of the animation, 1 to 24");
    assertRefused(Map.of("output", "{frame}.png"), "write # for the digits");
    assertRefused(Map.of("width", 0), "expects an integer from 1 to 100000, but is the number 0");
    assertRefused(Map.of("quality", 12), "expects an integer from 0 to 11, but is");
    assertRefused(Map.of("antialias", 4.0), "expects a number from 0 to 3, but is the number 4.0");
    assertRefused(Map.of("executable", " "), "executable is blank; leave it out for 'povray'");
  }

  @Test
  void chunksThatDoNotFit() {
    SceneRenderer<PovrayParameters> still =
        new SceneRenderer<>(
            new Povray(), parameters(Map.of("output", "one.png")), picture -> Optional.empty());
    assertThatThrownBy(() -> still.withFrames(FrameRange.parse("1")))
        .hasMessageContaining("would overwrite each other");
    SceneRenderer<PovrayParameters> animation =
        new SceneRenderer<>(
            new Povray(),
            parameters(Map.of("output", "a##.png", "finalFrame", 24)),
            picture -> Optional.empty());
    assertThatThrownBy(() -> animation.withFrames(FrameRange.parse("24-25")))
        .hasMessageContaining("not within those of the animation");
    assertThatThrownBy(() -> animation.withFrames(FrameRange.parse("-1")))
        .hasMessageContaining("are below 0");
  }

  @ParameterizedTest
  @CsvSource({
    "01-single-frame, 2304 of 2304 pixels",
    "04-larger-frame-progress, 230400 of 230400 pixels",
    "11-verbose, 230400 of 230400 pixels",
    "12-pause-continue, parsing",
    "13-no-camera-old-version, 2304 of 2304 pixels"
  })
  void goodStills(String recording, String status) throws Exception {
    Replay.writePng(directory.resolve("one.png"));
    RecordingContext context = still(recording, 0);
    assertThat(context.progress).isSorted();
    assertThat(context.statusLines).last().isEqualTo(status);
  }

  @Test
  void progressWithinAStill() throws Exception {
    Replay.writePng(directory.resolve("one.png"));
    assertThat(still("01-single-frame", 0).progress.stream().distinct())
        .containsExactly(0, 44, 50, 55, 100);
  }

  @Test
  void aPictureThatIsMissingIsNoticed() {
    assertThatThrownBy(() -> still("01-single-frame", 0))
        .hasMessage(
            "POV-Ray ended with exit code 0, yet it failed:\n"
                + directory.resolve("one.png")
                + " does not exist");
  }

  @Test
  void progressOverFrames() throws Exception {
    RecordingContext context = animation("02-animation", "1-5");
    assertThat(context.progress).isSorted().contains(0, 8, 17, 20, 40, 80).last().isEqualTo(100);
    assertThat(context.statusLines)
        .contains("frame 3, 1152 of 2304 pixels; 2 of 5 done")
        .last()
        .isEqualTo("frame 5, 2304 of 2304 pixels; 5 of 5 done");
    RecordingContext part = animation("03-animation-subset-frames-2-3", "2-3");
    assertThat(part.statusLines)
        .contains("frame 2, 2048 of 2304 pixels; 0 of 2 done")
        .contains("frame 3, 2048 of 2304 pixels; 1 of 2 done");
  }

  @Test
  void framesOfTheSecondCommandAreCountedOn() throws Exception {
    RecordingContext context = animation("03-animation-subset-frames-2-3", "2-3,7-8");
    assertThat(context.commands).hasSize(2);
    assertThat(context.statusLines)
        .contains("frame 7, 2048 of 2304 pixels; 2 of 4 done")
        .last()
        .isEqualTo("frame 8, 2304 of 2304 pixels; 4 of 4 done");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "05-parse-error|1|FATAL|File 'bad.pov' line 3: Parse Error: No matching } in 'camera', sphere"
            + " found instead",
        "06-missing-file|1|TASK|Possible Parse Error: Cannot find file 'nosuch.pov', even after"
            + " trying to append file type extension.",
        "07-missing-include|1|TASK|File 'noinc.pov' line 2: Parse Error: Cannot open include file"
            + " nosuch.inc.",
        "08-output-dir-missing|1|TASK|Cannot create render state output file.",
        "09-animation-parse-error|1|FATAL|File 'bad.pov' line 3: Parse Error: No matching }",
        "10-disk-full|134|TRANSIENT|Cannot access data in file.",
        "14-bad-option|1|FATAL|Problem with option setting"
      })
  void badRendersFail(String recording, int exitCode, ErrorClass errorClass, String problem) {
    assertThatThrownBy(() -> still(recording, exitCode))
        .isInstanceOf(RenderFailedException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("Parse Warning")
        .satisfies(e -> assertThat(blame(String.valueOf(e.getMessage()))).isEqualTo(errorClass));
  }

  @Test
  void aFullDiskWithExitCode134() {
    assertThatThrownBy(() -> still("10-disk-full", 134))
        .hasMessageStartingWith("POV-Ray was killed by signal 6:\nCannot access data in file.\n");
  }

  private static ErrorClass blame(String message) {
    JobProc proc = Replay.registry().require("povray").create(values(Map.of("output", "a.png")));
    return proc.errorRules().stream()
        .filter(
            rule ->
                rule.pattern()
                    .filter(text -> java.util.regex.Pattern.compile(text).matcher(message).find())
                    .isPresent())
        .findFirst()
        .map(ErrorRule::errorClass)
        .orElse(ErrorClass.TASK);
  }

  private RecordingContext still(String recording, int exitCode) throws Exception {
    Path program = Replay.recording(directory, "povray-" + recording, exitCode);
    return Replay.run(
        directory,
        new Povray(),
        parameters(Map.of("output", "one.png", "executable", program.toString())),
        new WholePictureCheck());
  }

  private RecordingContext animation(String recording, String frames) throws Exception {
    Path program = Replay.recording(directory, "povray-" + recording, 0);
    SceneRenderer<PovrayParameters> renderer =
        new SceneRenderer<>(
                new Povray(),
                parameters(
                    Map.of("output", "a#.png", "finalFrame", 9, "executable", program.toString())),
                picture -> Optional.empty())
            .withFrames(FrameRange.parse(frames));
    RecordingContext context = new RecordingContext(directory, directory);
    new RendererProc(renderer).runIn(context);
    return context;
  }

  private static List<String> commands(Map<String, Object> given) {
    return new SceneRenderer<>(new Povray(), parameters(given), picture -> Optional.empty())
        .runs(ATTEMPT).stream().map(run -> String.join(" ", run.command().arguments())).toList();
  }

  private static List<String> expected(Map<String, Object> given) {
    return Replay.registry()
        .require("povray")
        .create(values(given))
        .expectedFiles(block(values(given)))
        .stream()
        .map(ExpectedFile::path)
        .toList();
  }

  /** The frames of a block, for a job that has no frames of its own but a place for them. */
  private static Optional<FrameRange> block(Map<String, Object> given) {
    boolean still =
        given.containsKey("startFrame") || !String.valueOf(given.get("output")).contains("#");
    return still ? Optional.empty() : Optional.of(FrameRange.parse("1-3"));
  }

  private static void assertRefused(Map<String, Object> given, String message) {
    assertThatThrownBy(() -> Replay.registry().require("povray").create(values(given)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(message);
  }

  private static Map<String, Object> values(Map<String, Object> given) {
    Map<String, Object> values = new HashMap<>(Map.of("file", "/s/scene.pov", "output", "a.png"));
    values.putAll(given);
    return values;
  }

  private static PovrayParameters parameters(Map<String, Object> given) {
    return Bound.to(PovrayParameters.class, "povray", values(given));
  }
}
