package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.proc.JobFailedException;
import org.junit.jupiter.api.Test;

/**
 * What all renderers have in common: declared pictures, places for frames, whose fault a failure
 * is.
 */
class CommonRulesTest extends RendererFixture {
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
}
