package org.jobqueue.procs.render;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;

/** A renderer of which there is a {@link RendererDefinition}, with the parameters of one job. */
final class SceneRenderer<P extends Record> implements Renderer {
  private final RendererDefinition<P> definition;
  private final P parameters;
  private final Scene scene;
  private final Optional<FrameRange> frames;
  private final PictureCheck check;

  SceneRenderer(RendererDefinition<P> definition, P parameters, PictureCheck check) {
    this(
        definition, parameters, definition.scene(parameters).frames().map(FrameSpan::range), check);
  }

  private SceneRenderer(
      RendererDefinition<P> definition,
      P parameters,
      Optional<FrameRange> frames,
      PictureCheck check) {
    this.definition = definition;
    this.parameters = parameters;
    this.scene = definition.scene(parameters);
    this.frames = frames;
    this.check = check;
  }

  @Override
  public String name() {
    return definition.name(parameters);
  }

  @Override
  public String label() {
    return scene.type()
        + " "
        + scene.file().getFileName()
        + scene.frames().map(span -> ", " + span.words()).orElse("");
  }

  @Override
  public SceneRenderer<P> withFrames(FrameRange chunk) {
    FrameSpan.requireNone(scene.frames());
    scene.output().ifPresent(Scene::requirePlaceForFrames);
    Checks.require(
        chunk.frames().allMatch(frame -> frame >= 0),
        "the frames %s are below 0; %s renders frames from 0 on",
        chunk,
        name());
    definition.requireFrames(parameters, chunk);
    return new SceneRenderer<>(definition, parameters, Optional.of(chunk), check);
  }

  @Override
  public List<ExpectedFile> expectedFiles(Optional<FrameRange> block) {
    return scene
        .output()
        .map(output -> output.expectedFiles(scene.frames(), block.isPresent()))
        .orElse(List.of());
  }

  @Override
  public List<ErrorRule> errorRules() {
    List<ErrorRule> rules = new ArrayList<>(definition.errorRules());
    rules.addAll(ErrorRules.COMMON);
    return rules;
  }

  @Override
  public void prepare(Path attemptDirectory) throws IOException {
    Optional<Path> directory =
        scene
            .output()
            .flatMap(
                output ->
                    Optional.ofNullable(attemptDirectory.resolve(output.toString()).getParent()));
    if (directory.isPresent()) { // most renderers make none, and some of them do not even complain
      Files.createDirectories(directory.get());
    }
    definition.prepare(parameters, attemptDirectory);
  }

  private List<Path> files(Path attemptDirectory) {
    IntStream all = frames.map(FrameRange::frames).orElse(IntStream.empty());
    return scene.output().map(output -> output.files(attemptDirectory, all)).orElse(List.of());
  }

  @Override
  public List<Run> runs(Path attemptDirectory) {
    return definition.runs(parameters, frames, attemptDirectory);
  }

  @Override
  public boolean isSuccess(int exitCode) {
    return scene.successCodes().contains(exitCode);
  }

  @Override
  public RenderOutput newOutput(Path attemptDirectory) {
    return new RenderOutput(
        name(),
        new Pictures(frames, Optional.empty(), files(attemptDirectory), check),
        definition.parser(parameters, frames),
        scene.acceptErrors());
  }
}
