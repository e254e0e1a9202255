package org.jobqueue.procs.render;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.Command;

/**
 * Houdini without its interface: {@code husk} renders a USD file, one command for each frame, and
 * {@code hython} a node of a scene.
 */
final class Houdini implements RendererDefinition<HoudiniParameters> {
  private static final String SCRIPT = "render.py";
  // Arguments: the scene, the node, and a part of the frames each, as first,last,step.
  private static final List<String> SCRIPT_LINES =
      List.of(
          "import sys",
          "import hou",
          "hou.hipFile.load(sys.argv[1], suppress_save_prompt=True, ignore_load_warnings=True)",
          "node = hou.node(sys.argv[2])",
          "if node is None:",
          "    sys.exit('Error: there is no node ' + sys.argv[2])",
          "if len(sys.argv) == 3:",
          "    node.render()",
          "for part in sys.argv[3:]:",
          "    first, last, step = [int(number) for number in part.split(',')]",
          "    for frame in range(first, last + 1, step):",
          "        print('Rendering frame %d' % frame, flush=True)",
          "        node.render(frame_range=(frame, frame, 1))");

  @Override
  public String name(HoudiniParameters parameters) {
    return parameters.hip() ? "hython" : "husk";
  }

  @Override
  public Scene scene(HoudiniParameters parameters) {
    return parameters.scene();
  }

  @Override
  public void prepare(HoudiniParameters parameters, Path attemptDirectory) throws IOException {
    if (parameters.hip()) {
      Files.write(attemptDirectory.resolve(SCRIPT), SCRIPT_LINES);
    }
  }

  @Override
  public List<Run> runs(
      HoudiniParameters parameters, Optional<FrameRange> frames, Path attemptDirectory) {
    if (parameters.hip()) {
      return List.of(Run.of(hython(parameters, frames, attemptDirectory)));
    }
    OutputName output = new OutputName("output", parameters.output().orElseThrow());
    return Run.ofEach(
        frames, frame -> husk(parameters, frame, attemptDirectory.resolve(output.of(frame))));
  }

  private static Command hython(
      HoudiniParameters parameters, Optional<FrameRange> frames, Path attemptDirectory) {
    List<String> arguments = new ArrayList<>();
    arguments.add(parameters.executable().orElse("hython"));
    arguments.addAll(parameters.extraArguments());
    arguments.add(attemptDirectory.resolve(SCRIPT).toString());
    arguments.addAll(List.of(parameters.file().toString(), parameters.node().orElseThrow()));
    frames.ifPresent(
        range ->
            FrameSpan.pieces(range)
                .forEach(
                    span -> arguments.add(span.start() + "," + span.end() + "," + span.step())));
    Command command = Command.of(arguments);
    return parameters
        .threads()
        .map(count -> command.withEnvironment("HOUDINI_MAXTHREADS", count.toString()))
        .orElse(command);
  }

  private static Command husk(HoudiniParameters parameters, Optional<Integer> frame, Path output) {
    List<String> arguments = new ArrayList<>();
    arguments.add(parameters.executable().orElse("husk"));
    arguments.addAll(List.of("--verbose", "3a")); // progress as Alfred reads it
    parameters.renderer().ifPresent(name -> arguments.addAll(List.of("--renderer", name)));
    parameters.threads().ifPresent(count -> arguments.addAll(List.of("--threads", count + "")));
    frame.ifPresent(
        number -> arguments.addAll(List.of("--frame", number + "", "--frame-count", "1")));
    arguments.addAll(List.of("--output", output.toString()));
    arguments.addAll(parameters.extraArguments());
    arguments.add(parameters.file().toString());
    return Command.of(arguments);
  }

  @Override
  public LineParser parser(HoudiniParameters parameters, Optional<FrameRange> frames) {
    return new PatternParser()
        .frame("^Rendering frame (\\d+)$")
        .percent("ALF_PROGRESS (\\d{1,3})%")
        .error("^(?:\\[[^]]*\\] )?(?:Error|ERROR|Fatal error): (.+)")
        .error("^(hou\\.\\w+: .+)")
        .error("^(No licenses could be found .*)");
  }

  @Override
  public List<ErrorRule> errorRules() {
    return List.of(
        ErrorRules.licence("(?i)no licenses could be found|failed to (?:get|acquire) a license"),
        ErrorRules.fatal("^Error: there is no node "));
  }
}
