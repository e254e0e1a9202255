package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jobqueue.api.proc.CommandFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays, byte for byte, what a Blender 3.4.1 printed, and checks the verdict. */
class BlenderRecordingsTest {
  private static final PictureCheck WHOLE = picture -> Optional.empty();
  private static final String OUT = "/renders/out/";

  @TempDir Path directory;

  static Stream<Arguments> good() {
    return Stream.of(
        arguments("01-render-5-frames", OUT + "f_####", new FrameSpan(1, 5, 1)),
        arguments("06-output-dir-missing", "/renders/new/deep/er/f_####", one(1)),
        arguments("12-single-frame-3", OUT + "s_####", one(3)),
        arguments("14-step-2", OUT + "j_####", new FrameSpan(1, 5, 2)),
        arguments("16-existing-frames-skipped", OUT + "f_####", new FrameSpan(4, 6, 1)),
        arguments("17-eevee-headless", OUT + "v_####", one(1)),
        arguments("18-workbench-headless", OUT + "v_####", one(1)),
        arguments("21-exr", OUT + "x_####", one(1)),
        arguments("22-long-frame-64-samples", OUT + "big_####", new FrameSpan(1, 2, 1)));
  }

  @ParameterizedTest
  @MethodSource("good")
  void goodRendersSucceed(String recording, String output, FrameSpan frames) throws Exception {
    RecordingContext context = replay(recording, 0, output, frames, WHOLE, false);
    assertThat(context.progress).isSorted().last().isEqualTo(100);
    assertThat(context.statusLines)
        .last()
        .isEqualTo(
            "frame %d, saved; %d of %d saved"
                .formatted(frames.end(), frames.count(), frames.count()));
    assertThat(context.stdoutFile()).isEqualTo(Files.readString(file(recording + ".out")));
  }

  static Stream<Arguments> bad() {
    FrameSpan two = new FrameSpan(1, 2, 1);
    return Stream.of(
        arguments(
            "02-missing-file",
            1,
            OUT + "f_####",
            two,
            lines(
                "Blender ended with exit code 1:",
                "Cannot read file '/renders/nosuch.blend': No such file or directory",
                "2 of 2 frames not saved to /renders/out/f_####: 1-2")),
        arguments(
            "03-garbage-file",
            1,
            OUT + "f_####",
            two,
            lines(
                "Blender ended with exit code 1:",
                "File format is not supported in file '/renders/garbage.blend'",
                "2 of 2 frames not saved to /renders/out/f_####: 1-2")),
        arguments(
            "04-truncated-file",
            1,
            OUT + "g_####",
            two,
            lines(
                "Blender ended with exit code 1:",
                "Failed to read blend file '/renders/trunc.blend': Missing DNA block",
                "2 of 2 frames not saved to /renders/out/g_####: 1-2")),
        arguments(
            "05-no-camera",
            1,
            OUT + "n_####",
            two,
            lines(
                "Blender ended with exit code 1:",
                "Cannot render, no camera",
                "2 of 2 frames not saved to /renders/out/n_####: 1-2")),
        arguments(
            "07-output-dir-is-a-file",
            1,
            "/renders/afile/f_####",
            new FrameSpan(1, 3, 1),
            lines(
                "Blender ended with exit code 1:",
                "Render error (Invalid argument) cannot save: '/renders/afile/f_0001.png'",
                "3 of 3 frames not saved to /renders/afile/f_####: 1-3")),
        arguments(
            "09-python-error-no-exitcode",
            0,
            OUT + "p_####",
            one(1),
            lines(
                "Blender ended with exit code 0, yet it failed:",
                "Python: RuntimeError: scene fix failed")),
        arguments(
            "10-python-error-exitcode-3",
            3,
            OUT + "p_####",
            one(1),
            lines(
                "Blender ended with exit code 3:",
                "Python: RuntimeError: scene fix failed",
                "script failed, expr: 'import bpy; raise RuntimeError('scene fix failed')', exiting.",
                "1 of 1 frames not saved to /renders/out/p_####: 1")),
        arguments(
            "11-wrong-arg-order-a-first",
            0,
            OUT + "w_####",
            two,
            lines(
                "Blender ended with exit code 0, yet it failed:",
                "2 of 2 frames not saved to /renders/out/w_####: 1-2",
                "Blender saved to another place: /renders/out/f_0001.png")),
        arguments(
            "13-frame-list",
            0,
            OUT + "l_####",
            new FrameSpan(1, 5, 1),
            lines(
                "Blender ended with exit code 0, yet it failed:",
                "2 of 5 frames not saved to /renders/out/l_####: 2, 5")),
        arguments(
            "15-start-after-end",
            0,
            OUT + "e_####",
            new FrameSpan(2, 5, 1),
            lines(
                "Blender ended with exit code 0, yet it failed:",
                "4 of 4 frames not saved to /renders/out/e_####: 2-5")),
        arguments(
            "19-unknown-engine",
            1,
            OUT + "v_####",
            one(1),
            lines(
                "Blender ended with exit code 1:",
                "engine not found 'POVRAY'",
                "1 of 1 frames not saved to /renders/out/v_####: 1")),
        arguments(
            "20-unknown-option",
            1,
            OUT + "f_####",
            one(1),
            lines(
                "Blender ended with exit code 1:",
                "Cannot read file '/renders/--no-such-option': No such file or directory",
                "1 of 1 frames not saved to /renders/out/f_####: 1")),
        arguments(
            "23-unknown-format",
            0,
            OUT + "y_####",
            one(1),
            lines(
                "Blender ended with exit code 0, yet it failed:",
                "Format from '-F / --render-format' not known or not compiled in this release.")),
        arguments(
            "24-empty-file-arg",
            1,
            OUT + "f_####",
            one(1),
            lines(
                "Blender ended with exit code 1:",
                "File format is not supported in file '/renders'",
                "1 of 1 frames not saved to /renders/out/f_####: 1")),
        arguments(
            "3x-signal-HUP",
            129,
            OUT + "f_####",
            one(1),
            lines(
                "Blender was killed by signal 1:",
                "1 of 1 frames not saved to /renders/out/f_####: 1")),
        arguments(
            "3x-signal-INT",
            1,
            OUT + "f_####",
            one(1),
            lines(
                "Blender ended with exit code 1:",
                "the render was cancelled",
                "1 of 1 frames not saved to /renders/out/f_####: 1")),
        arguments(
            "3x-signal-KILL",
            137,
            OUT + "f_####",
            one(1),
            lines(
                "Blender was killed by signal 9:",
                "1 of 1 frames not saved to /renders/out/f_####: 1")),
        arguments(
            "3x-signal-TERM",
            143,
            OUT + "f_####",
            one(1),
            lines(
                "Blender was killed by signal 15:",
                "1 of 1 frames not saved to /renders/out/f_####: 1")));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void badRendersFail(
      String recording, int exitCode, String output, FrameSpan frames, String message) {
    assertThatThrownBy(() -> replay(recording, exitCode, output, frames, WHOLE, false))
        .isInstanceOf(RenderFailedException.class)
        .hasMessage(message);
  }

  @Test
  void theFailureOfTheCommandIsTheCause() {
    assertThatThrownBy(() -> replay("05-no-camera", 1, OUT + "n_####", one(1), WHOLE, false))
        .cause()
        .isInstanceOfSatisfying(
            CommandFailedException.class, cause -> assertThat(cause.exitCode()).contains(1));
  }

  @Test
  void aFullDiskIsNoticedAlthoughAllFramesWereSaved() {
    PictureCheck fullDisk =
        picture ->
            picture.endsWith("f_0001.png") ? Optional.of("is cut off") : Optional.of("is empty");
    assertThatThrownBy(
            () ->
                replay(
                    "08-disk-full",
                    0,
                    "/renders/full/f_####",
                    new FrameSpan(1, 3, 1),
                    fullDisk,
                    false))
        .hasMessage(
            lines(
                "Blender ended with exit code 0, yet it failed:",
                "/renders/full/f_0001.png is cut off",
                "/renders/full/f_0002.png is empty",
                "/renders/full/f_0003.png is empty"));
  }

  @Test
  void aDirectoryThatWasNotMadeIsNoticed() {
    assertThatThrownBy(
            () ->
                replay(
                    "06-output-dir-missing",
                    0,
                    "/renders/new/deep/er/f_####",
                    one(1),
                    picture -> Optional.of("does not exist"),
                    false))
        .hasMessageEndingWith("\n/renders/new/deep/er/f_0001.png does not exist");
  }

  @Test
  void aFrameThatWasSkippedMustBeWholeToo() {
    PictureCheck placeholder =
        picture -> picture.endsWith("f_0005.png") ? Optional.of("is empty") : Optional.empty();
    assertThatThrownBy(
            () ->
                replay(
                    "16-existing-frames-skipped",
                    0,
                    OUT + "f_####",
                    new FrameSpan(4, 6, 1),
                    placeholder,
                    false))
        .hasMessageEndingWith(":\n/renders/out/f_0005.png is empty");
  }

  @Test
  void errorsCanBeAccepted() throws Exception {
    replay("09-python-error-no-exitcode", 0, OUT + "p_####", one(1), WHOLE, true);
    assertThatThrownBy(
            () -> replay("10-python-error-exitcode-3", 3, OUT + "p_####", one(1), WHOLE, true))
        .hasMessageContaining("scene fix failed");
  }

  @Test
  void progressIsReportedInsideAFrameAndOverFrames() throws Exception {
    RecordingContext context =
        replay(
            "22-long-frame-64-samples", 0, OUT + "big_####", new FrameSpan(1, 2, 1), WHOLE, false);
    assertThat(context.progress.stream().distinct()).containsExactly(0, 50, 100);
    assertThat(context.statusLines)
        .contains(
            "frame 1, preparing; 0 of 2 saved",
            "frame 1, sample 1 of 64, 00:03.15 left; 0 of 2 saved",
            "frame 1, saved; 1 of 2 saved",
            "frame 2, sample 1 of 64, 00:02.54 left; 1 of 2 saved",
            "frame 2, sample 64 of 64; 1 of 2 saved");
    RecordingContext eevee = replay("17-eevee-headless", 0, OUT + "v_####", one(1), WHOLE, false);
    assertThat(eevee.progress.stream().distinct()).containsExactly(0, 1, 40, 79, 100);
  }

  /** Runs a Blender that prints the recording and ends with the exit code. */
  private RecordingContext replay(
      String recording,
      int exitCode,
      String output,
      FrameSpan frames,
      PictureCheck check,
      boolean acceptErrors)
      throws Exception {
    Path program = directory.resolve("blender");
    String script = "#!/bin/sh\ncat '" + file(recording + ".out") + "'\n";
    if (isRecorded(recording + ".err")) {
      script += "cat '" + file(recording + ".err") + "' >&2\n";
    }
    Files.writeString(program, script + "exit " + exitCode + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    BlenderParameters parameters =
        new BlenderParameters(
            Path.of("/renders/cube.blend"),
            output,
            Optional.of(frames.start()),
            Optional.of(frames.end()),
            frames.step(),
            BlenderFormat.PNG,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            program.toString(),
            List.of(),
            acceptErrors,
            true,
            Optional.empty(),
            Optional.empty(),
            List.of());
    RecordingContext context = new RecordingContext(directory, directory);
    new RendererProc(new Blender(parameters, check)).runIn(context);
    return context;
  }

  private static String lines(String... lines) {
    return String.join("\n", lines);
  }

  private static FrameSpan one(int frame) {
    return new FrameSpan(frame, frame, 1);
  }

  private static boolean isRecorded(String name) {
    return BlenderRecordingsTest.class.getResource("recordings/blender-" + name) != null;
  }

  private static Path file(String name) throws IOException, URISyntaxException {
    URL resource = BlenderRecordingsTest.class.getResource("recordings/blender-" + name);
    return Path.of(Objects.requireNonNull(resource, name).toURI());
  }
}
