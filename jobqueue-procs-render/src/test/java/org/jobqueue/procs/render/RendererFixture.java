package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.io.TempDir;

/** Commands of renderers, and runs of programs in their place. */
abstract class RendererFixture {
  static final Path ATTEMPT = Path.of("/q/a1");

  @TempDir Path directory;

  static ErrorClass blame(String type, Throwable thrown) {
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
  static Map<String, Object> least(String type) {
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

  RecordingContext run(String type, Map<String, Object> parameters, String... lines)
      throws Exception {
    RecordingContext context = new RecordingContext(directory, directory);
    run(context, type, parameters, lines);
    return context;
  }

  void run(RecordingContext context, String type, Map<String, Object> parameters, String... lines)
      throws Exception {
    Map<String, Object> all = new HashMap<>(parameters);
    Path program = Replay.program(directory, String.join("\n", lines) + "\n");
    all.put("executable", program.toString());
    Replay.registry().require(type).create(all).runIn(context);
  }

  static <P extends Record> List<String> commands(
      RendererDefinition<P> definition, Class<P> type, Map<String, Object> given, String frames) {
    return texts(
        new SceneRenderer<>(definition, Bound.to(type, "x", given), picture -> Optional.empty())
            .withFrames(FrameRange.parse(frames)));
  }

  static <P extends Record> List<String> still(
      RendererDefinition<P> definition, Class<P> type, Map<String, Object> given) {
    return texts(
        new SceneRenderer<>(definition, Bound.to(type, "x", given), picture -> Optional.empty()));
  }

  static List<String> texts(Renderer renderer) {
    return renderer.runs(ATTEMPT).stream()
        .map(run -> String.join(" ", run.command().arguments()))
        .toList();
  }

  static List<String> expected(String type, Map<String, Object> given) {
    return Replay.registry().require(type).create(given).expectedFiles(block(given)).stream()
        .map(ExpectedFile::path)
        .toList();
  }

  /** The frames of a block, for a job that has no frames of its own but a place for them. */
  static Optional<FrameRange> block(Map<String, Object> given) {
    boolean still =
        given.containsKey("startFrame") || !String.valueOf(given.get("output")).contains("#");
    return still ? Optional.empty() : Optional.of(FrameRange.parse("1-3"));
  }

  static void refused(String type, Map<String, Object> given, String message) {
    assertThatThrownBy(() -> Replay.registry().require(type).create(given))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(message);
  }
}
