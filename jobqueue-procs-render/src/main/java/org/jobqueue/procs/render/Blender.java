package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.Command;

/**
 * Blender in the background.
 *
 * <p>Blender obeys its options in the order in which they stand: those that render come last, those
 * that choose a scene before those that change it. Scripts among the extra arguments may change the
 * scene, too, so the output and the frames, which are checked in the end, are set after them.
 */
final class Blender implements Renderer {
  // What Blender is to end with if a script given on its command line fails; it goes on otherwise.
  private static final String PYTHON_EXIT_CODE = "1";

  private final BlenderParameters parameters;
  private final PictureCheck check;

  Blender(BlenderParameters parameters, PictureCheck check) {
    this.parameters = parameters;
    this.check = check;
  }

  @Override
  public String name() {
    return "Blender";
  }

  @Override
  public String label() {
    if (parameters.startFrame().isEmpty() && parameters.endFrame().isEmpty()) {
      return "blender " + parameters.file().getFileName();
    }
    FrameSpan frames = parameters.frames();
    return "blender %s, %s %s"
        .formatted(
            parameters.file().getFileName(), frames.count() == 1 ? "frame" : "frames", frames);
  }

  @Override
  public Renderer withFrames(FrameRange frames) {
    return new Blender(parameters.withFrames(FrameSpan.of(frames)), check);
  }

  @Override
  public Command command(Path attemptDirectory) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(parameters.executable(), "-b"));
    arguments.addAll(List.of("--python-exit-code", PYTHON_EXIT_CODE));
    arguments.add(parameters.file().toString());
    parameters.scene().ifPresent(scene -> arguments.addAll(List.of("-S", scene)));
    arguments.addAll(parameters.extraArguments());
    parameters.engine().ifPresent(engine -> arguments.addAll(List.of("-E", engine)));
    parameters.threads().ifPresent(count -> arguments.addAll(List.of("-t", count.toString())));
    arguments.addAll(List.of("-o", parameters.outputPattern(attemptDirectory).toString()));
    arguments.addAll(List.of("-F", parameters.format().name(), "-x", "1"));
    addFrames(arguments);
    return Command.of(arguments);
  }

  private void addFrames(List<String> arguments) {
    FrameSpan frames = parameters.frames();
    arguments.addAll(List.of("-s", Integer.toString(frames.start())));
    arguments.addAll(List.of("-e", Integer.toString(frames.end())));
    arguments.addAll(List.of("-j", Integer.toString(frames.step())));
    arguments.add("-a");
  }

  @Override
  public RenderOutput newOutput(Path attemptDirectory) {
    return new BlenderOutput(
        parameters.frames(),
        parameters.outputPattern(attemptDirectory),
        check,
        parameters.acceptErrors());
  }
}
