package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
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
  private static final FrameRange FIRST = FrameRange.parse("1");
  private static final List<ErrorRule> RULES =
      List.of(
          ErrorRules.fatal(
              "^Error: (Cannot render, no camera|engine not found|File format is not supported)"),
          ErrorRules.fatal("^Error: .*Missing DNA block"));

  private final BlenderParameters parameters;
  private final FrameRange frames;
  private final PictureCheck check;

  Blender(BlenderParameters parameters, PictureCheck check) {
    this(parameters, parameters.frames().map(FrameSpan::range).orElse(FIRST), check);
  }

  private Blender(BlenderParameters parameters, FrameRange frames, PictureCheck check) {
    this.parameters = parameters;
    this.frames = frames;
    this.check = check;
  }

  @Override
  public String name() {
    return "Blender";
  }

  @Override
  public String label() {
    return "blender "
        + parameters.file().getFileName()
        + parameters.frames().map(span -> ", " + span.words()).orElse("");
  }

  @Override
  public Blender withFrames(FrameRange chunk) {
    FrameSpan.requireNone(parameters.frames());
    BlenderParameters.requireFrames(chunk);
    return new Blender(parameters, chunk, check);
  }

  @Override
  public List<ExpectedFile> expectedFiles(Optional<FrameRange> block) {
    return parameters.pictureNames().stream()
        .flatMap(
            name ->
                name
                    .expectedFiles(
                        block.isPresent()
                            ? parameters.frames()
                            : parameters.frames().or(() -> FrameSpan.of(FIRST)),
                        block.isPresent())
                    .stream())
        .toList();
  }

  @Override
  public List<ErrorRule> errorRules() {
    List<ErrorRule> rules = new ArrayList<>(RULES);
    rules.addAll(ErrorRules.COMMON);
    return rules;
  }

  @Override
  public List<Run> runs(Path attemptDirectory) {
    return List.of(Run.of(command(attemptDirectory)));
  }

  /** The only command. */
  Command command(Path attemptDirectory) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(parameters.executable(), "-b"));
    arguments.addAll(List.of("--python-exit-code", PYTHON_EXIT_CODE));
    arguments.add(parameters.file().toString());
    parameters.scene().ifPresent(scene -> arguments.addAll(List.of("-S", scene)));
    parameters
        .script()
        .ifPresent(script -> arguments.addAll(List.of("--python", script.toString())));
    parameters
        .expression()
        .ifPresent(expression -> arguments.addAll(List.of("--python-expr", expression)));
    arguments.addAll(parameters.extraArguments());
    parameters.engine().ifPresent(engine -> arguments.addAll(List.of("-E", engine)));
    parameters.threads().ifPresent(count -> arguments.addAll(List.of("-t", count.toString())));
    arguments.addAll(List.of("-o", parameters.outputPattern(attemptDirectory).toString()));
    arguments.addAll(List.of("-F", parameters.format().name()));
    arguments.addAll(List.of("-x", parameters.addExtension() ? "1" : "0"));
    addFrames(arguments);
    return Command.of(arguments);
  }

  private void addFrames(List<String> arguments) {
    Optional<FrameSpan> even = FrameSpan.of(frames);
    if (even.isPresent()) {
      arguments.addAll(List.of("-s", Integer.toString(even.get().start())));
      arguments.addAll(List.of("-e", Integer.toString(even.get().end())));
      arguments.addAll(List.of("-j", Integer.toString(even.get().step())));
      arguments.add("-a");
    } else {
      arguments.addAll(List.of("-f", frameList()));
    }
  }

  private String frameList() {
    List<String> runs = new ArrayList<>();
    for (FrameSpan run : FrameSpan.consecutive(frames)) {
      runs.add(run.count() == 1 ? run.start() + "" : run.start() + ".." + run.end());
    }
    return String.join(",", runs);
  }

  @Override
  public RenderOutput newOutput(Path attemptDirectory) {
    return new RenderOutput(
        name(),
        new Pictures(
            Optional.of(frames),
            Optional.of(parameters.outputPattern(attemptDirectory)),
            List.of(),
            check),
        new BlenderOutput(),
        parameters.acceptErrors());
  }
}
