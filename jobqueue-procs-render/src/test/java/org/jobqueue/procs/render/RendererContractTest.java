package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.testkit.proc.Commands;
import org.jobqueue.testkit.proc.FakeCommand;
import org.jobqueue.testkit.proc.JobProcContract;
import org.junit.jupiter.api.Nested;

/** What every job type has to keep, for renderers of both kinds, with fake programs. */
class RendererContractTest {
  abstract static class OfPlugin extends JobProcContract {
    private final String type;
    private final String program;

    OfPlugin(String type, String program) {
      this.type = type;
      this.program = program;
    }

    @Override
    protected JobProcPlugin plugin() {
      return new RenderProcsPlugin();
    }

    @Override
    protected String type() {
      return type;
    }

    /** What the program does when it renders into this directory. */
    abstract FakeCommand rendering(FakeCommand program, Path work);

    @Override
    protected Commands commands() {
      return Commands.fake(rendering(FakeCommand.named(program), directory.resolve("work")));
    }

    @Override
    protected Commands longCommands() {
      return Commands.fake(FakeCommand.named(program).hangs());
    }
  }

  /** One that names each picture it has saved. */
  @Nested
  class BlenderContract extends OfPlugin {
    BlenderContract() {
      super("blender", "blender");
    }

    @Override
    FakeCommand rendering(FakeCommand program, Path work) {
      FakeCommand all = program;
      for (String picture : List.of("f_0003.tga", "f_0004.tga")) {
        all =
            all.makes(work.resolve(picture).toString(), "picture")
                .prints("Saved: '" + work.resolve(picture) + "'");
      }
      return all;
    }

    @Override
    protected Map<String, ?> parameters(Path work) {
      return Map.of(
          "file",
          "/a.blend",
          "output",
          work + "/f_####",
          "format",
          "TGA",
          "startFrame",
          3,
          "endFrame",
          4);
    }

    @Override
    protected List<Map<String, ?>> invalidParameters(Path work) {
      return List.of(
          Map.of("file", "a.blend", "output", "f_####"),
          Map.of("file", "/a.blend", "output", "f"),
          Map.of("file", "/a.blend", "output", "f_####", "threads", 0));
    }
  }

  /** One that is known by its pictures alone, and is run once for each frame. */
  @Nested
  class VrayContract extends OfPlugin {
    VrayContract() {
      super("vray", "vray");
    }

    @Override
    FakeCommand rendering(FakeCommand program, Path work) {
      return program
          .makes(work.resolve("f.0003.tga").toString(), "picture")
          .makes(work.resolve("f.0004.tga").toString(), "picture");
    }

    @Override
    protected Map<String, ?> parameters(Path work) {
      return Map.of(
          "file", "/a.vrscene", "output", work + "/f.####.tga", "startFrame", 3, "endFrame", 4);
    }
  }

  /** One that renders a still. */
  @Nested
  class PovrayContract extends OfPlugin {
    PovrayContract() {
      super("povray", "povray");
    }

    @Override
    FakeCommand rendering(FakeCommand program, Path work) {
      return program.makes(work.resolve("still.tga").toString(), "picture");
    }

    @Override
    protected Map<String, ?> parameters(Path work) {
      return Map.of("file", "/a.pov", "output", work + "/still.tga");
    }
  }
}
