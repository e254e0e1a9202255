package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.Command;

/** Nuke in the terminal. */
final class Nuke implements RendererDefinition<NukeParameters> {
  @Override
  public String name(NukeParameters parameters) {
    return "Nuke";
  }

  @Override
  public Scene scene(NukeParameters parameters) {
    return parameters.scene();
  }

  @Override
  public List<Run> runs(
      NukeParameters parameters, Optional<FrameRange> frames, Path attemptDirectory) {
    List<String> arguments = new ArrayList<>();
    arguments.add(parameters.executable());
    if (parameters.nodes().isEmpty()) {
      arguments.add("-x");
    } else {
      arguments.addAll(List.of("-X", String.join(",", parameters.nodes())));
    }
    parameters.threads().ifPresent(count -> arguments.addAll(List.of("-m", count.toString())));
    frames.ifPresent(
        range ->
            FrameSpan.pieces(range)
                .forEach(
                    span ->
                        arguments.addAll(
                            List.of("-F", span.start() + "-" + span.end() + "x" + span.step()))));
    arguments.addAll(parameters.extraArguments());
    arguments.add(parameters.file().toString());
    return List.of(Run.of(Command.of(arguments)));
  }

  @Override
  public LineParser parser(NukeParameters parameters, Optional<FrameRange> frames) {
    return new PatternParser()
        .frame("^Frame (\\d+) \\(\\d+ of \\d+\\)")
        .saved("^Writing (.+?) took ")
        .error("^(?:\\[[^]]*\\] )?ERROR: (.+)")
        .error("^(RuntimeError: .+)")
        .error("(?i)(.*license.*(?:not found|failure|error|unavailable).*)");
  }

  @Override
  public List<ErrorRule> errorRules() {
    return List.of(ErrorRules.licence("(?i)license.*(?:not found|failure|error|unavailable)"));
  }
}
