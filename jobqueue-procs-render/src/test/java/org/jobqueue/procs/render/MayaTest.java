package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Maya, of which there is a small program in its place that prints what its maker documents. */
class MayaTest extends RendererFixture {
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
}
