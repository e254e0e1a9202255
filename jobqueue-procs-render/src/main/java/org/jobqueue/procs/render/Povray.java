package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.Command;

/**
 * POV-Ray.
 *
 * <p>Its clock depends on the whole animation, so that each command is given all of its frames and
 * the part to render.
 */
final class Povray implements RendererDefinition<PovrayParameters> {
  @Override
  public String name(PovrayParameters parameters) {
    return "POV-Ray";
  }

  @Override
  public Scene scene(PovrayParameters parameters) {
    return Scene.of(
        "povray",
        parameters.file(),
        FrameSpan.of(parameters.startFrame(), parameters.endFrame(), parameters.step()),
        parameters.output(),
        parameters.acceptErrors());
  }

  @Override
  public void requireFrames(PovrayParameters parameters, FrameRange frames) {
    frames
        .frames()
        .forEach(
            frame ->
                PovrayParameters.requireInAnimation(
                    frame, frame, parameters.initialFrame(), parameters.finalFrame()));
  }

  @Override
  public List<Run> runs(
      PovrayParameters parameters, Optional<FrameRange> frames, Path attemptDirectory) {
    List<String> common = common(parameters, attemptDirectory);
    if (frames.isEmpty()) {
      common.add("+K" + parameters.initialClock());
      return List.of(Run.of(Command.of(common)));
    }
    common.add("+KFI" + parameters.initialFrame());
    common.add("+KFF" + parameters.finalFrame().orElseThrow());
    common.add("+KI" + parameters.initialClock());
    common.add("+KF" + parameters.finalClock());
    common.add(parameters.cyclic() ? "+KC" : "-KC");
    List<Run> runs = new ArrayList<>();
    for (FrameSpan part : FrameSpan.consecutive(frames.get())) {
      List<String> arguments = new ArrayList<>(common);
      arguments.add("+SF" + part.start());
      arguments.add("+EF" + part.end());
      runs.add(Run.of(Command.of(arguments)));
    }
    return runs;
  }

  private static List<String> common(PovrayParameters parameters, Path attemptDirectory) {
    List<String> arguments = new ArrayList<>();
    arguments.add(parameters.executable());
    arguments.addAll(parameters.extraArguments());
    arguments.add("+I" + quoted(parameters.file()));
    Path directory = parameters.file().getParent();
    if (directory != null) {
      arguments.add("+L" + quoted(directory));
    }
    parameters.libraries().forEach(library -> arguments.add("+L" + quoted(library)));
    // POV-Ray puts the frame before the extension.
    arguments.add("+O" + quoted(attemptDirectory.resolve(parameters.outputName().with(""))));
    arguments.add("+F" + parameters.format());
    arguments.addAll(List.of("+W" + parameters.width(), "+H" + parameters.height()));
    parameters.quality().ifPresent(quality -> arguments.add("+Q" + quality));
    parameters.antialias().ifPresent(threshold -> arguments.add("+A" + threshold));
    parameters.threads().ifPresent(count -> arguments.add("+WT" + count));
    arguments.addAll(List.of("-D", "-P", "-C"));
    return arguments;
  }

  /** It takes options apart at blanks, even in arguments. */
  private static String quoted(Path path) {
    String text = path.toString();
    return text.indexOf(' ') < 0 ? text : '"' + text + '"';
  }

  @Override
  public LineParser parser(PovrayParameters parameters, Optional<FrameRange> frames) {
    return new PovrayOutput(frames.map(range -> range.frames().boxed().toList()).orElse(List.of()));
  }

  @Override
  public List<ErrorRule> errorRules() {
    return List.of(
        // This is all that it says of a full disk.
        ErrorRule.onOutput(ErrorClass.TRANSIENT, "Cannot access data in file"),
        // It may be only this machine that does not see the file.
        ErrorRule.onOutput(ErrorClass.TASK, "Cannot (?:find|open|create) "),
        ErrorRules.fatal("Parse Error: |Problem with option setting"));
  }
}
