package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.Command;

/** Arnold's {@code kick}, one command for each frame. */
final class Arnold implements RendererDefinition<ArnoldParameters> {
  @Override
  public String name(ArnoldParameters parameters) {
    return "Arnold";
  }

  @Override
  public Scene scene(ArnoldParameters parameters) {
    return parameters.scene();
  }

  @Override
  public void requireFrames(ArnoldParameters parameters, FrameRange frames) {
    Checks.require(
        parameters.input().ofEachFrame(),
        "file '%s' has no # in its file name, so all frames would be the same",
        parameters.file());
  }

  @Override
  public List<Run> runs(
      ArnoldParameters parameters, Optional<FrameRange> frames, Path attemptDirectory) {
    OutputName output = new OutputName("output", parameters.output());
    return Run.ofEach(
        frames, frame -> command(parameters, frame, attemptDirectory.resolve(output.of(frame))));
  }

  private static Command command(
      ArnoldParameters parameters, Optional<Integer> frame, Path output) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(parameters.executable(), "-nstdin", "-dw", "-dp", "-v", "4"));
    arguments.addAll(List.of("-i", parameters.input().of(frame), "-o", output.toString()));
    parameters.threads().ifPresent(count -> arguments.addAll(List.of("-t", count.toString())));
    if (parameters.width().isPresent()) {
      arguments.addAll(
          List.of("-r", parameters.width().get() + "", parameters.height().orElseThrow() + ""));
    }
    if (!parameters.watermark()) {
      arguments.addAll(List.of("-set", "options.abort_on_license_fail", "true"));
    }
    arguments.addAll(parameters.extraArguments());
    return Command.of(arguments);
  }

  @Override
  public LineParser parser(ArnoldParameters parameters, Optional<FrameRange> frames) {
    return new PatternParser()
        .percent("\\b(\\d{1,3})% done\\b")
        .saved("writing file [`'](.+)'")
        .error("\\bERROR\\s+\\|\\s*(.+)");
  }

  @Override
  public List<ErrorRule> errorRules() {
    return List.of(
        ErrorRules.licence("(?i)abort_on_license_fail|(?:no|not) .*license.* (?:found|available)"));
  }
}
