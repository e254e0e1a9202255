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
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.proc.JobFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Renderers that are not at hand: their commands, and small programs in their place that print what
 * their makers document. None of this was printed by the renderers themselves.
 */
class OtherRenderersTest {
  private static final Path ATTEMPT = Path.of("/q/a1");

  @TempDir Path directory;

  @Test
  void maya() {
    assertThat(
            commands(
                new Maya(),
                MayaParameters.class,
                Map.of(
                    "file",
                    "/s/x.ma",
                    "renderer",
                    "arnold",
                    "project",
                    "/p",
                    "camera",
                    "cam1",
                    "width",
                    64,
                    "height",
                    36,
                    "output",
                    "/o/f.####.exr"),
                "1-9x2"))
        .containsExactly(
            "Render -r arnold -proj /p -s 1 -e 9 -b 2 -rd /o -im f -of exr -fnc name.#.ext -pad 4"
                + " -cam cam1 -x 64 -y 36 /s/x.ma");
    assertThat(
            commands(
                new Maya(),
                MayaParameters.class,
                Map.of("file", "/s/x.ma", "output", "f_##.png"),
                "1,2,5"))
        .containsExactly(
            "Render -s 1 -e 2 -b 1 -rd /q/a1 -im f -of png -fnc name_#.ext -pad 2 /s/x.ma",
            "Render -s 5 -e 5 -b 1 -rd /q/a1 -im f -of png -fnc name_#.ext -pad 2 /s/x.ma");
    assertThat(
            still(new Maya(), MayaParameters.class, Map.of("file", "/s/x.ma", "output", "f.png")))
        .containsExactly("Render -rd /q/a1 -im f -of png -fnc name.ext /s/x.ma");
    refused("maya", Map.of("file", "/s/x.ma", "output", "f_##"), "does not end with an extension");
    refused("maya", Map.of("file", "x.ma"), "file 'x.ma' is a relative path");
    refused("maya", Map.of("file", "/x.ma", "camera", "-x"), "camera '-x' is not a name");
    refused("maya", Map.of("file", "/x.ma", "successCodes", List.of()), "successCodes is empty");
  }

  @Test
  void mayaReportsFramesAndErrors() throws Exception {
    Replay.writePng(directory.resolve("f.0001.png"));
    Replay.writePng(directory.resolve("f.0002.png"));
    RecordingContext context =
        run(
            "maya",
            Map.of("file", "/s/x.ma", "output", "f.####.png", "startFrame", 1, "endFrame", 2),
            "echo 'Starting Rendering /o/f.0001.png.'",
            "echo 'Result: Percentage of rendering done: 50 (/o/f.0001.png)'",
            "echo 'Finished Rendering /o/f.0001.png.'",
            "echo 'Starting Rendering /o/f.0002.png.'");
    assertThat(context.progress).isSorted().contains(0, 25, 50).last().isEqualTo(100);
    assertThat(context.statusLines)
        .contains("frame 1, 50 %; 0 of 2 done", "frame 1, saved; 0 of 2 done");
    assertThatThrownBy(
            () ->
                run(
                    "maya",
                    Map.of("file", "/s/x.ma"),
                    "echo 'Error: Cannot find file \"x.ma\" for reading.' >&2"))
        .hasMessage(
            "Maya ended with exit code 0, yet it failed:\nCannot find file \"x.ma\" for reading.");
  }

  @Test
  void anExitCodeCanBeDeclaredHarmless() throws Exception {
    Replay.writePng(directory.resolve("f.png"));
    Map<String, Object> parameters =
        Map.of("file", "/s/x.ma", "output", "f.png", "successCodes", List.of(0, 211));
    run("maya", parameters, "exit 211");
    assertThatThrownBy(() -> run("maya", parameters, "echo Error: oh", "exit 211"))
        .hasMessage("Maya ended with exit code 211, yet it failed:\noh");
    assertThatThrownBy(() -> run("maya", parameters, "echo oh no >&2", "exit 1"))
        .hasMessage("Maya ended with exit code 1:\noh no");
  }

  @Test
  void renderrib() {
    Map<String, Object> files = Map.of("file", "/s/f.###.rib", "renderer", "PRMAN", "threads", 4);
    assertThat(commands(new RenderRib(), RibParameters.class, files, "7,9"))
        .containsExactly("prman -Progress -t:4 /s/f.007.rib", "prman -Progress -t:4 /s/f.009.rib");
    assertThat(
            still(
                new RenderRib(),
                RibParameters.class,
                Map.of("file", "/f.rib", "renderer", "AQSIS")))
        .containsExactly("aqsis -Progress /f.rib");
    assertThat(
            still(
                new RenderRib(),
                RibParameters.class,
                Map.of("file", "/f.rib", "renderer", "PIXIE")))
        .containsExactly("rndr -p /f.rib");
    assertThat(
            still(
                new RenderRib(),
                RibParameters.class,
                Map.of("file", "/f.rib", "renderer", "THREE_DELIGHT", "threads", 2)))
        .containsExactly("renderdl -Progress -t 2 /f.rib");
    refused(
        "renderrib",
        Map.of("file", "/f.rib", "renderer", "PIXIE", "threads", 2),
        "PIXIE has no option for threads");
    refused(
        "renderrib",
        Map.of("file", "/f.rib", "renderer", "PIXIE", "startFrame", 2),
        "has no # in its file name, so all frames would be the same");
    refused("renderrib", Map.of("file", "/f.rib"), "renderer");
  }

  @Test
  void ribRenderersReportProgressAndErrors() throws Exception {
    Map<String, Object> two =
        Map.of("file", "/s/f#.rib", "renderer", "PRMAN", "startFrame", 1, "endFrame", 2);
    RecordingContext context = run("renderrib", two, "echo 'R90000   50%' >&2");
    assertThat(context.commands).hasSize(2);
    assertThat(context.progress).isSorted().contains(25, 75).last().isEqualTo(100);
    assertThat(context.statusLines).contains("frame 2, 50 %; 1 of 2 done");
    for (String line :
        List.of(
            "R56001 {SEVERE} it is broken",
            "3DL ERROR   it is broken",
            "ERROR: it is broken",
            "f.rib(12): Error: it is broken")) {
      assertThatThrownBy(() -> run("renderrib", two, "echo '" + line + "' >&2"))
          .hasMessage("prman ended with exit code 0, yet it failed:\nit is broken");
    }
  }

  @Test
  void nothingIsRunAfterAFailure() {
    RecordingContext context = new RecordingContext(directory, directory);
    assertThatThrownBy(
            () ->
                run(
                    context,
                    "renderrib",
                    Map.of(
                        "file", "/s/f#.rib", "renderer", "AQSIS", "startFrame", 1, "endFrame", 3),
                    "exit 3"))
        .hasMessage("aqsis ended with exit code 3");
    assertThat(context.commands).hasSize(1);
  }

  @Test
  void arnold() throws Exception {
    assertThat(
            commands(
                new Arnold(),
                ArnoldParameters.class,
                Map.of(
                    "file",
                    "/s/f.##.ass",
                    "output",
                    "/o/f.####.exr",
                    "width",
                    64,
                    "height",
                    36,
                    "threads",
                    2),
                "7"))
        .containsExactly(
            "kick -nstdin -dw -dp -v 4 -i /s/f.07.ass -o /o/f.0007.exr -t 2 -r 64 36 -set"
                + " options.abort_on_license_fail true");
    refused(
        "arnold", Map.of("file", "/f.ass", "output", "f.exr", "width", 3), "give both width and");
    refused("arnold", Map.of("file", "/f.ass"), "output");
    Replay.writePng(directory.resolve("f.png"));
    Map<String, Object> still = Map.of("file", "/s/f.ass", "output", "f.png");
    RecordingContext context =
        run("arnold", still, "echo '00:00:02   200MB         |     45% done - 11 rays/pixel'");
    assertThat(context.progress).contains(45).last().isEqualTo(100);
    assertThatThrownBy(
            () -> run("arnold", still, "echo '00:00:00   20MB ERROR   | no camera'", "exit 1"))
        .hasMessage("Arnold ended with exit code 1:\nno camera");
  }

  @Test
  void vray() throws Exception {
    assertThat(
            commands(
                new Vray(),
                VrayParameters.class,
                Map.of("file", "/s/x.vrscene", "output", "f.###.png", "width", 64, "threads", 3),
                "4-5"))
        .containsExactly(
            "vray -sceneFile=/s/x.vrscene -imgFile=/q/a1/f.004.png -frames=4 -noFrameNumbers=1"
                + " -display=0 -autoClose=1 -imgWidth=64 -numThreads=3",
            "vray -sceneFile=/s/x.vrscene -imgFile=/q/a1/f.005.png -frames=5 -noFrameNumbers=1"
                + " -display=0 -autoClose=1 -imgWidth=64 -numThreads=3");
    assertThatThrownBy(
            () ->
                run(
                    "vray",
                    Map.of("file", "/s/x.vrscene", "output", "f.png"),
                    "echo '[2020/May/1|12:00:00] error: Could not obtain a license (1002).'",
                    "exit 1"))
        .hasMessageStartingWith("V-Ray ended with exit code 1:\nCould not obtain a license (1002).")
        .satisfies(e -> assertThat(blame("vray", e)).isEqualTo(ErrorClass.TRANSIENT));
  }

  @Test
  void houdini() throws Exception {
    assertThat(
            commands(
                new Houdini(),
                HoudiniParameters.class,
                Map.of("file", "/s/x.usdc", "output", "/o/f.##.exr", "renderer", "BRAY_HdKarma"),
                "4"))
        .containsExactly(
            "husk --verbose 3a --renderer BRAY_HdKarma --frame 4 --frame-count 1 --output"
                + " /o/f.04.exr /s/x.usdc");
    assertThat(
            commands(
                new Houdini(),
                HoudiniParameters.class,
                Map.of("file", "/s/x.hiplc", "node", "/out/karma1"),
                "1-9x4,20"))
        .containsExactly("hython /q/a1/render.py /s/x.hiplc /out/karma1 1,1,1 5,5,1 9,9,1 20,20,1");
    refused("houdini", Map.of("file", "/x.hip"), "node is needed for a .hip file");
    refused("houdini", Map.of("file", "/x.usd"), "output is needed for a .usd file");
    refused("houdini", Map.of("file", "/x.blend"), "is neither a .usd nor a .hip file");
    refused(
        "houdini",
        Map.of("file", "/x.usd", "output", "f.exr", "node", "/out/x"),
        "node is for .hip");
    RecordingContext context =
        run(
            "houdini",
            Map.of("file", "/s/x.hip", "node", "/out/x", "startFrame", 3, "endFrame", 4),
            "test -s \"$1\" || exit 9",
            "echo Rendering frame 3; echo 'ALF_PROGRESS 50%'; echo Rendering frame 4");
    assertThat(context.progress).isSorted().contains(25, 50).last().isEqualTo(100);
    assertThat(Files.readString(directory.resolve("render.py"))).contains("hou.hipFile.load");
  }

  @Test
  void nuke() throws Exception {
    assertThat(
            commands(
                new Nuke(),
                NukeParameters.class,
                Map.of("file", "/s/x.nk", "nodes", List.of("Write1", "Write2"), "threads", 2),
                "1-9x2"))
        .containsExactly("nuke -X Write1,Write2 -m 2 -F 1-9x2 /s/x.nk");
    assertThat(still(new Nuke(), NukeParameters.class, Map.of("file", "/s/x.nk")))
        .containsExactly("nuke -x /s/x.nk");
    Map<String, Object> two = Map.of("file", "/s/x.nk", "startFrame", 1, "endFrame", 2);
    RecordingContext context =
        run("nuke", two, "echo 'Writing /o/f.0001.exr took 0.10 seconds'; echo 'Frame 1 (1 of 2)'");
    assertThat(context.statusLines).contains("frame 1, preparing; 0 of 2 done");
    assertThatThrownBy(() -> run("nuke", two, "echo 'ERROR: Read1: no such file' >&2"))
        .hasMessage("Nuke ended with exit code 0, yet it failed:\nRead1: no such file");
  }

  @Test
  void picturesAreDeclaredOnlyWhereTheyAreKnown() {
    assertThat(expected("maya", Map.of("file", "/s/x.ma"))).isEmpty();
    assertThat(expected("nuke", Map.of("file", "/s/x.nk", "output", "/o/f_####.exr")))
        .containsExactly("/o/f_{frame:4}.exr");
    assertThat(
            expected(
                "vray",
                Map.of("file", "/x.vrscene", "output", "f#.exr", "startFrame", 1, "endFrame", 3)))
        .containsExactly("f1.exr", "f2.exr", "f3.exr");
  }

  @Test
  void aPlaceForTheFrameNeedsAFrame() {
    assertThatThrownBy(
            () -> run("renderrib", Map.of("file", "/s/f##.rib", "renderer", "AQSIS"), "exit 0"))
        .isInstanceOfSatisfying(
            JobFailedException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.FATAL))
        .hasMessageContaining("has # for the frame, but the job has no frames");
  }

  @Test
  void whoseFaultItIs() {
    Exception full = new Exception("f.exr: No space left on device");
    Exception library =
        new Exception(
            "error while loading shared libraries: libX.so: cannot open"
                + " shared object file: No such file or directory");
    for (String type : List.of("maya", "arnold", "vray", "houdini", "nuke", "povray", "ffmpeg")) {
      assertThat(blame(type, full)).as(type).isEqualTo(ErrorClass.TRANSIENT);
      assertThat(blame(type, library)).as(type).isEqualTo(ErrorClass.WORKER);
      assertThat(blame(type, new Exception("something"))).as(type).isEqualTo(ErrorClass.TASK);
    }
    assertThat(blame("nuke", new Exception("A license for nuke was not found")))
        .isEqualTo(ErrorClass.TRANSIENT);
    assertThat(blame("houdini", new Exception("No licenses could be found to run this")))
        .isEqualTo(ErrorClass.TRANSIENT);
    assertThat(blame("renderrib", new Exception("Unable to obtain a license")))
        .isEqualTo(ErrorClass.TRANSIENT);
    assertThat(blame("maya", new Exception("could not get a license")))
        .isEqualTo(ErrorClass.TRANSIENT);
  }

  private static ErrorClass blame(String type, Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    return Replay.registry().require(type).create(least(type)).errorRules().stream()
        .filter(
            rule ->
                java.util.regex.Pattern.compile(rule.pattern().orElseThrow())
                    .matcher(message)
                    .find())
        .findFirst()
        .map(ErrorRule::errorClass)
        .orElse(ErrorClass.TASK);
  }

  /** As few parameters as a type can do with. */
  private static Map<String, Object> least(String type) {
    return switch (type) {
      case "ffmpeg" ->
          Map.of("frames", "/f#.png", "output", "x.mp4", "startFrame", 1, "endFrame", 2);
      case "povray" -> Map.of("file", "/f.pov", "output", "f.png");
      case "houdini" -> Map.of("file", "/f.hip", "node", "/out/x");
      case "renderrib" -> Map.of("file", "/f.rib", "renderer", "AQSIS");
      case "arnold", "vray" -> Map.of("file", "/f", "output", "f.png");
      default -> Map.of("file", "/f");
    };
  }

  private RecordingContext run(String type, Map<String, Object> parameters, String... lines)
      throws Exception {
    RecordingContext context = new RecordingContext(directory, directory);
    run(context, type, parameters, lines);
    return context;
  }

  private void run(
      RecordingContext context, String type, Map<String, Object> parameters, String... lines)
      throws Exception {
    Map<String, Object> all = new HashMap<>(parameters);
    Path program = Replay.program(directory, String.join("\n", lines) + "\n");
    all.put("executable", program.toString());
    Replay.registry().require(type).create(all).runIn(context);
  }

  private static <P extends Record> List<String> commands(
      RendererDefinition<P> definition, Class<P> type, Map<String, Object> given, String frames) {
    return texts(
        new SceneRenderer<>(definition, Bound.to(type, "x", given), picture -> Optional.empty())
            .withFrames(FrameRange.parse(frames)));
  }

  private static <P extends Record> List<String> still(
      RendererDefinition<P> definition, Class<P> type, Map<String, Object> given) {
    return texts(
        new SceneRenderer<>(definition, Bound.to(type, "x", given), picture -> Optional.empty()));
  }

  private static List<String> texts(Renderer renderer) {
    return renderer.runs(ATTEMPT).stream()
        .map(run -> String.join(" ", run.command().arguments()))
        .toList();
  }

  private static List<String> expected(String type, Map<String, Object> given) {
    return Replay.registry().require(type).create(given).expectedFiles(block(given)).stream()
        .map(ExpectedFile::path)
        .toList();
  }

  /** The frames of a block, for a job that has no frames of its own but a place for them. */
  private static Optional<FrameRange> block(Map<String, Object> given) {
    boolean still =
        given.containsKey("startFrame") || !String.valueOf(given.get("output")).contains("#");
    return still ? Optional.empty() : Optional.of(FrameRange.parse("1-3"));
  }

  private static void refused(String type, Map<String, Object> given, String message) {
    assertThatThrownBy(() -> Replay.registry().require(type).create(given))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(message);
  }
}
