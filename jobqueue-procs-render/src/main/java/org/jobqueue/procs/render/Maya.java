package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.Command;

/** Maya's {@code Render}. */
final class Maya implements RendererDefinition<MayaParameters> {
  @Override
  public String name(MayaParameters parameters) {
    return "Maya";
  }

  @Override
  public Scene scene(MayaParameters parameters) {
    return parameters.scene();
  }

  @Override
  public List<Run> runs(
      MayaParameters parameters, Optional<FrameRange> frames, Path attemptDirectory) {
    if (frames.isEmpty()) {
      return List.of(Run.of(command(parameters, List.of(), attemptDirectory)));
    }
    List<Run> runs = new ArrayList<>();
    for (FrameSpan span : FrameSpan.pieces(frames.get())) {
      List<String> range = List.of("-s", span.start() + "", "-e", span.end() + "");
      List<String> options = new ArrayList<>(range);
      options.addAll(List.of("-b", span.step() + ""));
      runs.add(Run.of(command(parameters, options, attemptDirectory)));
    }
    return runs;
  }

  private static Command command(
      MayaParameters parameters, List<String> frames, Path attemptDirectory) {
    List<String> arguments = new ArrayList<>();
    arguments.add(parameters.executable());
    // The other options are those of the renderer, which has to come first.
    parameters.renderer().ifPresent(name -> arguments.addAll(List.of("-r", name)));
    parameters.project().ifPresent(path -> arguments.addAll(List.of("-proj", path.toString())));
    arguments.addAll(frames);
    parameters
        .output()
        .map(text -> new OutputName("output", text))
        .ifPresent(output -> arguments.addAll(outputOptions(output, attemptDirectory)));
    parameters.camera().ifPresent(name -> arguments.addAll(List.of("-cam", name)));
    parameters.layer().ifPresent(name -> arguments.addAll(List.of("-rl", name)));
    parameters.width().ifPresent(pixels -> arguments.addAll(List.of("-x", pixels.toString())));
    parameters.height().ifPresent(pixels -> arguments.addAll(List.of("-y", pixels.toString())));
    arguments.addAll(parameters.extraArguments());
    arguments.add(parameters.file().toString());
    return Command.of(arguments);
  }

  /** Maya puts names together from a directory, a prefix, the frame and the format. */
  private static List<String> outputOptions(OutputName output, Path attemptDirectory) {
    Path path = attemptDirectory.resolve(output.toString());
    String name = String.valueOf(path.getFileName());
    int hash =
        output.ofEachFrame() ? name.indexOf("#".repeat(output.digits()) + output.tail()) : -1;
    String extension =
        output.ofEachFrame() ? output.tail() : MayaParameters.extensionOf(output.head());
    String prefix = name.substring(0, hash < 0 ? name.length() - extension.length() : hash);
    String separator =
        hash > 0 && (prefix.endsWith(".") || prefix.endsWith("_"))
            ? prefix.substring(prefix.length() - 1)
            : "";
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-rd", String.valueOf(path.getParent())));
    options.addAll(List.of("-im", prefix.substring(0, prefix.length() - separator.length())));
    options.addAll(List.of("-of", extension.substring(1)));
    options.addAll(List.of("-fnc", hash < 0 ? "name.ext" : "name" + separator + "#.ext"));
    if (hash >= 0) {
      options.addAll(List.of("-pad", output.digits() + ""));
    }
    return options;
  }

  @Override
  public LineParser parser(MayaParameters parameters, Optional<FrameRange> frames) {
    return new PatternParser()
        .frame("^(?:\\[\\w+\\] )?[Rr]endering (?:current )?frame\\s*:?\\s*(\\d+)")
        .frame("^Starting Rendering .*?(\\d+)\\.\\w+\\.?$")
        .percent("Percentage of rendering done: (\\d+(?:\\.\\d+)?)")
        .percent("\\b(\\d{1,3})% done\\b")
        .saved("^Finished Rendering (.+?)\\.?$")
        .saved("writing file [`'](.+)'")
        .error("^(?:// )?Error: (.+?)(?: //)?$")
        .error("^(Fatal Error\\..*)")
        .error("\\bERROR\\s+\\| (.+)");
  }

  @Override
  public List<ErrorRule> errorRules() {
    return List.of(
        ErrorRules.licence(
            "(?i)license was not obtained|could not (?:get|obtain|check ?out) a license"
                + "|licens(?:e|ing) (?:error|failed|failure)"),
        ErrorRules.fatal("(?i)no renderable cameras?"));
  }
}
