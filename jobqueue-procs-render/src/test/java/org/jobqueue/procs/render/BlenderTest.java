package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlenderTest {
  private static final Optional<FrameRange> BLOCK = Optional.of(FrameRange.parse("1-3"));
  private static final Path ATTEMPT = Path.of("/q/job1/attempt1");
  private static final Path FILE = Path.of("/renders/cube.blend");

  @Test
  void optionsThatRenderComeLast() {
    assertThat(command(parameters("//out/f_####", 1, Optional.of(5), 2)))
        .containsExactly(
            "blender",
            "-b",
            "--python-exit-code",
            "1",
            "/renders/cube.blend",
            "-o",
            "/renders/out/f_####",
            "-F",
            "PNG",
            "-x",
            "1",
            "-s",
            "1",
            "-e",
            "5",
            "-j",
            "2",
            "-a");
  }

  @Test
  void theSceneIsChosenBeforeItIsChanged() {
    BlenderParameters parameters =
        new BlenderParameters(
            FILE,
            "/out/f_#",
            Optional.of(7),
            Optional.empty(),
            1,
            BlenderFormat.OPEN_EXR,
            Optional.of("CYCLES"),
            Optional.of("Scene two"),
            Optional.of(4),
            "/opt/blender/blender",
            List.of("--python", "fix.py"),
            false,
            true,
            Optional.empty(),
            Optional.empty(),
            List.of());
    assertThat(String.join(" ", command(parameters)))
        .isEqualTo(
            "/opt/blender/blender -b --python-exit-code 1 /renders/cube.blend -S Scene two"
                + " --python fix.py -E CYCLES -t 4 -o /out/f_# -F OPEN_EXR -x 1 -s 7 -e 7 -j 1 -a");
  }

  @Test
  void aRelativeOutputIsInTheAttemptDirectory() {
    assertThat(command(parameters("f_##", 1, Optional.empty(), 1)))
        .containsSubsequence("-o", "/q/job1/attempt1/f_##");
  }

  @Test
  void theLabelNamesFileAndFrames() {
    assertThat(label(parameters("f_#", 3, Optional.empty(), 1)))
        .isEqualTo("blender cube.blend, frame 3");
    assertThat(label(parameters("f_#", 1, Optional.of(5), 1)))
        .isEqualTo("blender cube.blend, frames 1-5");
    assertThat(label(parameters("f_#", 1, Optional.of(9), 2)))
        .isEqualTo("blender cube.blend, frames 1-9x2");
  }

  @Test
  void aChunkGivesTheFrames() {
    assertThat(chunk("10-16x2")).endsWith("-s 10 -e 16 -j 2 -a");
    assertThat(chunk("7")).endsWith("-s 7 -e 7 -j 1 -a");
    assertThat(chunk("1,2,5,9-11")).endsWith("-x 1 -f 1..2,5,9..11");
    assertThat(chunk("3-1x-1")).endsWith("-x 1 -f 3,2,1");
    assertRefused(() -> chunk("-2-5"), "frame -2 is below 0; Blender renders frames from 0 on");
  }

  private static String chunk(String frames) {
    BlenderParameters parameters =
        new Blank().output("f_#").frames(Optional.empty(), Optional.empty()).parameters();
    Blender chunk =
        new Blender(parameters, picture -> Optional.empty()).withFrames(FrameRange.parse(frames));
    return String.join(" ", chunk.command(Path.of("/q/job1/attempt1")).arguments());
  }

  @Test
  void framesInTwoPlaces() {
    assertRefused(
        () ->
            new Blender(parameters("f_#", 1, Optional.of(5), 1), picture -> Optional.empty())
                .withFrames(FrameRange.parse("1-5")),
        "the job has frames of its own; leave out startFrame, endFrame and step");
    assertRefused(
        () -> new Blank().frames(Optional.empty(), Optional.of(3)).parameters(),
        "there is an endFrame but no startFrame; give both");
    assertRefused(
        () -> parameters("f_#", 0, Optional.of(10_000), 1),
        "startFrame 0 to endFrame 10000 are 10001 frames; a job without frames of its own has"
            + " 10000 at most: use frames and chunks instead");
  }

  @Test
  void thePicturesAreDeclared() {
    assertThat(expected(parameters("//out/f_####", 9, Optional.of(11), 2)))
        .containsExactly("/renders/out/f_0009.png", "/renders/out/f_0011.png");
    assertThat(expected(new Blank().output("/out/f_##").parameters()))
        .containsExactly("/out/f_{frame:2}.png");
    assertThat(expected(new Blank().output("f_##.png").parameters()))
        .containsExactly("f_{frame:2}.png");
    assertThat(expected(new Blank().output("f_##.x").withoutExtension().parameters()))
        .containsExactly("f_{frame:2}.x");
    assertThat(expected(new Blank().output("f_##").views("_L", "_R").parameters()))
        .containsExactly("f_{frame:2}_L.png", "f_{frame:2}_R.png");
    assertThat(
            new Blender(new Blank().output("f_##").parameters(), picture -> Optional.empty())
                .expectedFiles(BLOCK))
        .singleElement()
        .satisfies(file -> assertThat(file.magic()).contains("89504e470d0a1a0a"));
  }

  @Test
  void scriptsAreRunBeforeTheOutputIsSet() {
    assertThat(String.join(" ", command(new Blank().python("/s/fix.py", "fix()").parameters())))
        .contains("cube.blend --python /s/fix.py --python-expr fix() -o ");
    assertRefused(
        () -> new Blank().python("fix.py", "x").parameters(),
        "script 'fix.py' is a relative path; give a full path");
    assertRefused(
        () -> new Blank().python("/fix.py", " ").parameters(),
        "expression is blank; leave it out if there is none");
  }

  private static List<String> expected(BlenderParameters parameters) {
    return new Blender(parameters, picture -> Optional.empty())
        .expectedFiles(parameters.frames().isPresent() ? Optional.empty() : BLOCK).stream()
            .map(ExpectedFile::path)
            .toList();
  }

  @Test
  void aJobWithoutFramesRendersTheFirst() {
    assertThat(
            new Blender(new Blank().output("f_##").parameters(), picture -> Optional.empty())
                .expectedFiles(Optional.empty()))
        .extracting(ExpectedFile::path)
        .containsExactly("f_01.png");
  }

  @Test
  void framesOutOfOrder() {
    assertRefused(
        () -> parameters("f_#", 5, Optional.of(2), 1),
        "endFrame 2 comes before startFrame 5; no frame would be rendered");
    assertRefused(() -> parameters("f_#", 1, Optional.of(2), 0), "step is 0; it must be 1 or more");
    assertRefused(
        () -> parameters("f_#", -1, Optional.of(2), 1), "startFrame is -1; it must be 0 or more");
    assertRefused(
        () -> parameters("f_#", 1, Optional.of(1_048_575), 1),
        "there is no frame 1048575; Blender's last one is 1048574");
  }

  @Test
  void outputWithoutAPlaceForTheFrame() {
    assertRefused(
        () -> parameters("//out####/f", 1, Optional.empty(), 1),
        "output '//out####/f' has no # in its file name; write it with # for the digits of the"
            + " frame, such as //out/f_####");
  }

  @Test
  void outputWithAnotherExtension() {
    assertRefused(
        () -> parameters("//out/f_####.jpg", 1, Optional.empty(), 1),
        "output '//out/f_####.jpg' has the extension of another format than PNG; leave the"
            + " extension out");
    assertThat(parameters("//out/f_####.png", 1, Optional.empty(), 1).output())
        .isEqualTo("//out/f_####.png");
  }

  @Test
  void relativeFile() {
    assertRefused(
        () -> full(Path.of("cube.blend"), Optional.empty(), Optional.empty(), List.of()),
        "file 'cube.blend' is a relative path; give a full path");
  }

  @Test
  void engine() {
    assertRefused(
        () -> full(FILE, Optional.of("-a"), Optional.empty(), List.of()),
        "engine '-a' is not the name of a render engine, such as CYCLES or BLENDER_EEVEE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-a", "--render-anim", "-f", "--render-frame", "--"})
  void extraArgumentsThatRenderTooEarly(String option) {
    assertRefused(
        () -> full(FILE, Optional.empty(), Optional.empty(), List.of("--python", "x", option)),
        "extraArguments contains '"
            + option
            + "'; the frames and the end of the options are set by the job");
  }

  private static List<String> command(BlenderParameters parameters) {
    return new Blender(parameters, picture -> Optional.empty()).command(ATTEMPT).arguments();
  }

  private static String label(BlenderParameters parameters) {
    return new Blender(parameters, picture -> Optional.empty()).label();
  }

  private static BlenderParameters parameters(
      String output, int start, Optional<Integer> end, int step) {
    return new BlenderParameters(
        FILE,
        output,
        Optional.of(start),
        end,
        step,
        BlenderFormat.PNG,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "blender",
        List.of(),
        false,
        true,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static BlenderParameters full(
      Path file, Optional<String> engine, Optional<Integer> threads, List<String> extra) {
    return new BlenderParameters(
        file,
        "f_#",
        Optional.of(1),
        Optional.empty(),
        1,
        BlenderFormat.PNG,
        engine,
        Optional.empty(),
        threads,
        "blender",
        extra,
        false,
        true,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static void assertRefused(ThrowingCallable creation, String message) {
    assertThatThrownBy(creation).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  /** Parameters with a value for everything. */
  private static final class Blank {
    private String output = "f_#";
    private Optional<Integer> start = Optional.empty();
    private Optional<Integer> end = Optional.empty();
    private boolean addExtension = true;
    private Optional<Path> script = Optional.empty();
    private Optional<String> expression = Optional.empty();
    private List<String> views = List.of();

    Blank output(String value) {
      output = value;
      return this;
    }

    Blank frames(Optional<Integer> first, Optional<Integer> last) {
      start = first;
      end = last;
      return this;
    }

    Blank withoutExtension() {
      addExtension = false;
      return this;
    }

    Blank python(String file, String statement) {
      script = Optional.of(Path.of(file));
      expression = Optional.of(statement);
      return this;
    }

    Blank views(String... names) {
      views = List.of(names);
      return this;
    }

    BlenderParameters parameters() {
      return new BlenderParameters(
          FILE,
          output,
          start,
          end,
          1,
          BlenderFormat.PNG,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "blender",
          List.of(),
          false,
          addExtension,
          script,
          expression,
          views);
    }
  }
}
