package org.jobqueue.examples.raytracer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.testkit.proc.JobProcContract;
import org.junit.jupiter.api.Nested;

/** What every job type has to keep. */
class RaytracerContractTest {
  abstract static class OfPlugin extends JobProcContract {
    private final String type;

    OfPlugin(String type) {
      this.type = type;
    }

    @Override
    protected JobProcPlugin plugin() {
      return new RaytracerPlugin();
    }

    @Override
    protected String type() {
      return type;
    }
  }

  @Nested
  class FrameContract extends OfPlugin {
    FrameContract() {
      super("raytrace-frame");
    }

    @Override
    protected Map<String, ?> parameters(Path work) {
      return frame(work, 1, 32);
    }

    @Override
    protected Map<String, ?> longParameters(Path work) {
      return frame(work, 1, 8192); // minutes
    }

    @Override
    protected List<Map<String, ?>> invalidParameters(Path work) {
      return List.of(frame(work, 3, 32), frame(work, 1, 15), frame(Path.of("relative"), 1, 32));
    }
  }

  @Nested
  class AssembleContract extends OfPlugin {
    AssembleContract() {
      super("raytrace-assemble");
    }

    @Override
    protected Map<String, ?> parameters(Path work) {
      renderFrames(work);
      return Map.of("frames", 2, "output", work);
    }
  }

  private static Map<String, Object> frame(Path work, int frame, int size) {
    return Map.of(
        "frames", 2, "frame", frame, "output", work, "width", size, "height", size, "samples", 1);
  }

  private static void renderFrames(Path work) {
    try {
      for (int frame = 1; frame <= 2; frame++) {
        new FrameProc(new FrameParameters(frame, 2, work, 32, 32, 1)).runIn(new FakeContext(work));
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
