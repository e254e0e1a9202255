package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.JobFailedException;
import org.jobqueue.api.proc.JobProc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RendererProcTest {
  @TempDir Path directory;

  @Test
  void framesInTwoPlacesFailForGood() {
    Map<String, Object> blender =
        Map.of("file", "/s/x.blend", "output", "f_#", "startFrame", 1, "executable", "false");
    Map<String, Object> vray =
        Map.of("file", "/x.vrscene", "output", "f#.png", "startFrame", 1, "executable", "false");
    for (JobProc proc :
        new JobProc[] {
          Replay.registry().require("blender").create(blender),
          Replay.registry().require("vray").create(vray)
        }) {
      RecordingContext context = chunk("1-2");
      assertThatThrownBy(() -> proc.runIn(context))
          .isInstanceOfSatisfying(
              JobFailedException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.FATAL))
          .hasMessage("the job has frames of its own; leave out startFrame, endFrame and step");
      assertThat(context.commands).isEmpty();
    }
  }

  @Test
  void aChunkIsRenderedIntoADirectoryThatIsMade() throws Exception {
    Path program =
        Replay.program(
            directory,
            "for a; do case $a in -imgFile=*) cp '"
                + directory
                + "/whole.png' ${a#-imgFile=};;"
                + " esac; done\n");
    Replay.writePng(directory.resolve("whole.png"));
    RecordingContext context = chunk("3,5");
    Replay.registry()
        .require("vray")
        .create(
            Map.of(
                "file",
                "/x.vrscene",
                "output",
                "new/deep/f_###.png",
                "executable",
                program.toString()))
        .runIn(context);
    assertThat(context.statusLines).last().isEqualTo("frame 5, preparing; 2 of 2 done");
    assertThat(context.progress).last().isEqualTo(100);
    assertThat(directory.resolve("new/deep/f_003.png")).exists();
    assertThat(directory.resolve("new/deep/f_005.png")).exists();
  }

  @Test
  void aPictureThatIsCutOffIsNoticed() throws Exception {
    Files.write(
        directory.resolve("f.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    Path program = Replay.program(directory, "exit 0\n");
    assertThatThrownBy(
            () ->
                Replay.run(
                    directory,
                    "vray",
                    Map.of(
                        "file", "/x.vrscene", "output", "f.png", "executable", program.toString())))
        .hasMessageEndingWith("/f.png is cut off: is the disk full?");
  }

  @Test
  void whoseFaultItIsWhenBlenderFails() {
    assertThat(blenderBlame("Error: Cannot render, no camera")).isEqualTo(ErrorClass.FATAL);
    assertThat(blenderBlame("Error: engine not found 'POVRAY'")).isEqualTo(ErrorClass.FATAL);
    assertThat(blenderBlame("Error: Failed to read blend file '/a': Missing DNA block"))
        .isEqualTo(ErrorClass.FATAL);
    assertThat(blenderBlame("Error: Render error (No space left on device) cannot save: '/f.png'"))
        .isEqualTo(ErrorClass.TRANSIENT);
    assertThat(blenderBlame("/o/f_0001.png is cut off: is the disk full?"))
        .isEqualTo(ErrorClass.TRANSIENT);
    // It may be only this machine that does not see it.
    assertThat(blenderBlame("Error: Cannot read file '/a.blend': No such file or directory"))
        .isEqualTo(ErrorClass.TASK);
  }

  private static ErrorClass blenderBlame(String line) {
    Map<String, Object> parameters = Map.of("file", "/s/x.blend", "output", "f_#");
    return Replay.registry().require("blender").create(parameters).errorRules().stream()
        .filter(rule -> Pattern.compile(rule.pattern().orElseThrow()).matcher(line).find())
        .findFirst()
        .map(ErrorRule::errorClass)
        .orElse(ErrorClass.TASK);
  }

  private RecordingContext chunk(String frames) {
    RecordingContext context = new RecordingContext(directory, directory);
    context.frames = Optional.of(FrameRange.parse(frames));
    return context;
  }
}
