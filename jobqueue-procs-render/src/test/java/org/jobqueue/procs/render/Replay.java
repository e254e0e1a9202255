package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jobqueue.core.plugin.ProcRegistry;

/** Programs that print what a renderer printed, and jobs that run them. */
final class Replay {
  private Replay() {}

  /** A program that prints a recording byte for byte and ends with the exit code. */
  static Path recording(Path directory, String name, int exitCode) throws Exception {
    String script = "";
    if (Replay.class.getResource("recordings/" + name + ".out") != null) {
      script += "cat '" + file(name + ".out") + "'\n";
    }
    if (Replay.class.getResource("recordings/" + name + ".err") != null) {
      script += "cat '" + file(name + ".err") + "' >&2\n";
    }
    assertThat(script).isNotEmpty();
    return program(directory, script + "exit " + exitCode + "\n");
  }

  /** A program that runs the lines of a shell script. */
  static Path program(Path directory, String script) throws IOException {
    Path program = directory.resolve("program");
    Files.writeString(program, "#!/bin/sh\n" + script);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  private static Path file(String name) throws URISyntaxException {
    URL resource = Replay.class.getResource("recordings/" + name);
    return Path.of(Objects.requireNonNull(resource, name).toURI());
  }

  /** Runs a job with its parameters as they are submitted. */
  static <P extends Record> RecordingContext run(
      Path directory, RendererDefinition<P> definition, P parameters, PictureCheck check)
      throws Exception {
    RecordingContext context = new RecordingContext(directory, directory);
    new RendererProc(new SceneRenderer<>(definition, parameters, check)).runIn(context);
    return context;
  }

  /** The same by the name of the type, with pictures that are looked at. */
  static RecordingContext run(Path directory, String type, Map<String, Object> parameters)
      throws Exception {
    RecordingContext context = new RecordingContext(directory, directory);
    registry().require(type).create(parameters).runIn(context);
    return context;
  }

  static ProcRegistry registry() {
    return ProcRegistry.builder().plugins(List.of(new RenderProcsPlugin())).build();
  }

  /** A whole picture, as far as its ends say. */
  static void writePng(Path file) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(
        file, java.util.HexFormat.of().parseHex("89504e470d0a1a0a0000000049454e44ae426082"));
  }
}
