package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.ErrorClass;
import org.junit.jupiter.api.Test;

/**
 * Renderers that are thin definitions and not at hand: their commands, and small programs in their
 * place that print what their makers document. None of this was printed by the renderers.
 */
class OtherRenderersTest extends RendererFixture {
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
}
