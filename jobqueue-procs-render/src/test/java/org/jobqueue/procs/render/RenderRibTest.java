package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Renderers of RIB files, with small programs in their place that print what their makers document.
 */
class RenderRibTest extends RendererFixture {
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
}
