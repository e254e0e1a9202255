package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.Command;

/** RIB files, by Aqsis, Pixie, 3Delight or PRMan: one command for each file. */
final class RenderRib implements RendererDefinition<RibParameters> {
  @Override
  public String name(RibParameters parameters) {
    return parameters.renderer().program();
  }

  @Override
  public Scene scene(RibParameters parameters) {
    return parameters.scene();
  }

  @Override
  public void requireFrames(RibParameters parameters, FrameRange frames) {
    Checks.require(
        parameters.input().ofEachFrame(),
        "file '%s' has no # in its file name, so all frames would be the same",
        parameters.file());
  }

  @Override
  public List<Run> runs(
      RibParameters parameters, Optional<FrameRange> frames, Path attemptDirectory) {
    return Run.ofEach(frames, frame -> command(parameters, frame));
  }

  private static Command command(RibParameters parameters, Optional<Integer> frame) {
    RibRenderer renderer = parameters.renderer();
    List<String> arguments = new ArrayList<>();
    arguments.add(parameters.executable().orElse(renderer.program()));
    arguments.add(renderer.progress());
    parameters
        .threads()
        .ifPresent(
            count ->
                arguments.addAll(
                    List.of(
                        renderer.threadsOption().orElseThrow().formatted(count).split(" ", -1))));
    arguments.addAll(parameters.extraArguments());
    arguments.add(parameters.input().of(frame));
    Command command = Command.of(arguments);
    return parameters.workingDirectory().map(command::withWorkingDirectory).orElse(command);
  }

  @Override
  public LineParser parser(RibParameters parameters, Optional<FrameRange> frames) {
    return new PatternParser()
        .percent("(?:^|\\s)(\\d{1,3}(?:\\.\\d+)?) ?%")
        .error("^[A-Z]\\d{5} \\{(?:ERROR|SEVERE)\\} (.+)") // PRMan
        .error("^3DL (?:ERROR|SEVERE)\\s+(.+)") // 3Delight
        .error("^(?:ERROR|CRITICAL|SEVERE): (.+)") // Aqsis
        .error("^(?:.+\\(\\d+\\): )?(?:Error|Fatal error): (.+)"); // Pixie
  }

  @Override
  public List<ErrorRule> errorRules() {
    return List.of(
        ErrorRules.licence(
            "(?i)(?:unable|failed|cannot|could not)(?: to)? (?:get|obtain|acquire|check ?out|find)"
                + " (?:a |any )?(?:valid )?licen[sc]e|licen[sc]e server"));
  }
}
