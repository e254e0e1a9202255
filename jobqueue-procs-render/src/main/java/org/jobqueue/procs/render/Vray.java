package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.Command;

/** V-Ray Standalone, one command for each frame, since only then V-Ray takes a name as it is. */
final class Vray implements RendererDefinition<VrayParameters> {
  @Override
  public String name(VrayParameters parameters) {
    return "V-Ray";
  }

  @Override
  public Scene scene(VrayParameters parameters) {
    return parameters.scene();
  }

  @Override
  public List<Run> runs(
      VrayParameters parameters, Optional<FrameRange> frames, Path attemptDirectory) {
    OutputName output = new OutputName("output", parameters.output());
    return Run.ofEach(
        frames, frame -> command(parameters, frame, attemptDirectory.resolve(output.of(frame))));
  }

  private static Command command(VrayParameters parameters, Optional<Integer> frame, Path output) {
    List<String> arguments = new ArrayList<>();
    arguments.add(parameters.executable());
    arguments.add("-sceneFile=" + parameters.file());
    arguments.add("-imgFile=" + output);
    frame.ifPresent(number -> arguments.add("-frames=" + number));
    arguments.addAll(List.of("-noFrameNumbers=1", "-display=0", "-autoClose=1"));
    parameters.width().ifPresent(pixels -> arguments.add("-imgWidth=" + pixels));
    parameters.height().ifPresent(pixels -> arguments.add("-imgHeight=" + pixels));
    parameters.threads().ifPresent(count -> arguments.add("-numThreads=" + count));
    arguments.addAll(parameters.extraArguments());
    return Command.of(arguments);
  }

  @Override
  public LineParser parser(VrayParameters parameters, Optional<FrameRange> frames) {
    return new PatternParser()
        .percent("\\b(\\d{1,3}(?:\\.\\d+)?) ?%")
        .error("^(?:\\[[^]]*\\] )?(?:error|ERROR): (.+)");
  }

  @Override
  public List<ErrorRule> errorRules() {
    return List.of(ErrorRules.licence("(?i)could not obtain a license|license server"));
  }
}
