package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Job types without Java: the example, and the manifest of the documentation. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS) // Both run shell scripts.
class ScriptPluginTest {
  private static final Path EXAMPLE = Path.of("../examples/script-plugin");
  private static final Path REFERENCE = Path.of("../docs/script-plugins.md");

  @TempDir Path directory;
  private CliTester cli;

  @BeforeEach
  void createAQueue() {
    cli = new CliTester(Main.modules(), directory);
    cli.environment.put("JOBQUEUE", "q");
    cli.run("init", "q", "--durability", "none").ok();
  }

  @Test
  void theExampleDrawsItsFrames() throws IOException {
    install("sketch", "plugin.yaml", Files.readString(EXAMPLE.resolve("plugin.yaml")));
    install("sketch", "sketch.sh", Files.readString(EXAMPLE.resolve("sketch.sh")));

    assertThat(cli.run("types", "sketch").ok().out())
        .contains("version 1, plugin sketch")
        .contains("ink: one of red, green, blue, default \"blue\"")
        .contains("out: path, required, also as words after --");
    String id =
        cli.run(
                "submit",
                "sketch",
                "--frames",
                "1-6",
                "--chunk",
                "3",
                "-p",
                "size=16",
                "-p",
                "comment=a b",
                "-p",
                "comment=c",
                "--",
                "pictures")
            .ok()
            .out()
            .strip();
    cli.run("submit", "sketch-count", "--", "pictures").ok();
    CliTester.Result work = cli.run("work", "--until-empty");

    assertThat(work.exitCode()).isZero();
    assertThat(Files.readString(directory.resolve("pictures/sketch.0006.ppm")))
        .startsWith("P6\n# a b\n# c\n16 16\n126\n")
        .hasSize("P6\n# a b\n# c\n16 16\n126\n".length() + 16 * 16 * 3);
    assertThat(cli.run("show", id).ok().out()).contains("sketch into pictures");
    var chunk = cli.run("show", id + "/f4", "--json").ok().json();
    assertThat(chunk.get("statusLine").textValue()).isEqualTo("wrote sketch.0006.ppm");
    var count = cli.run("list", "--json").ok().json().get(1);
    assertThat(count.get("statusLine").textValue()).isEqualTo("6 pictures");
  }

  @Test
  void aPictureThatCannotBeDrawnFailsForGood() throws IOException {
    install("sketch", "plugin.yaml", Files.readString(EXAMPLE.resolve("plugin.yaml")));
    install("sketch", "sketch.sh", Files.readString(EXAMPLE.resolve("sketch.sh")));
    Files.writeString(directory.resolve("file"), "");

    cli.run("submit", "sketch", "--attempts", "3", "--frames", "1", "--", "file/below").ok();
    assertThat(cli.run("work", "--until-empty").exitCode()).isEqualTo(ExitCode.JOB_FAILED);

    var error = cli.run("show", "1/f1", "--json").ok().json().get("error");
    assertThat(error.get("message").textValue())
        .isEqualTo("cannot make the directory " + directory.resolve("file/below"));
    assertThat(error.get("class").textValue()).isEqualTo("fatal");
    assertThat(error.get("exitCode").intValue()).isEqualTo(1);
  }

  @Test
  void theExampleNeedsFrames() throws IOException {
    install("sketch", "plugin.yaml", Files.readString(EXAMPLE.resolve("plugin.yaml")));

    CliTester.Result refused = cli.run("submit", "sketch", "--", "pictures");

    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err())
        .contains("job type 'sketch' works on frames; submit it with some, such as 1-10");
  }

  @Test
  void theManifestOfTheDocumentationWorks() throws IOException {
    String reference = Files.readString(REFERENCE);
    int begin = reference.indexOf("```yaml\n") + "```yaml\n".length();
    install("convert", "plugin.yaml", reference.substring(begin, reference.indexOf("```", begin)));
    install(
        "convert",
        "convert.sh",
        """
        echo "line 1 of 4"
        echo "debug: status: nothing"
        echo "status: as $THREADS ${NOTE-unset}"
        { echo pa; pwd; for a in "$@"; do echo "$a"; done; } > "$2"
        echo "debug: ERROR: none"
        exit 3
        """);

    cli.run(
            "submit",
            "convert",
            "-p",
            "target=out.txt",
            "-p",
            "layers=a b",
            "-p",
            "layers=c",
            "-p",
            "settings={\"gamma\": \"2.2\"}",
            "-p",
            "format=EXR",
            "--",
            "in.png")
        .ok();
    assertThat(cli.run("work", "--until-empty").exitCode()).isZero();

    assertThat(Files.readAllLines(directory.resolve("out.txt")))
        .containsExactly(
            "pa",
            directory.toRealPath().toString(),
            directory.resolve("in.png").toString(),
            directory.resolve("out.txt").toString(),
            "quality=0.9",
            "--quiet",
            "--half",
            "--layers=a b,c",
            "gamma=2.2");
    var job = cli.run("show", "1", "--json").ok().json();
    assertThat(job.get("label").textValue()).isEqualTo("convert in.png to exr");
    assertThat(job.get("statusLine").textValue()).isEqualTo("as 01 unset");
    assertThat(cli.run("submit", "convert", "-p", "target=x", "-p", "quality=2", "--", "y").err())
        .contains("parameter 'quality' of job type 'convert'")
        .contains("expects a number from 0 to 1, but is the number 2");
  }

  @Test
  void whatIsWrongInAManifestIsNamedAndOthersWork() throws IOException {
    install("good", "plugin.json", "{\"types\": [{\"name\": \"good\", \"command\": [\"true\"]}]}");
    install("bad", "plugin.yaml", "types:\n  - name: bad\n    comand: [x]\n");

    CliTester.Result types = cli.run("types");

    assertThat(types.out()).contains("good").doesNotContain("\nbad");
    assertThat(types.err())
        .contains("plugin 'bad' cannot be used: ")
        .contains("plugin.yaml, line 3: unknown key 'comand' in a job type")
        .contains("did you mean 'command'?");
  }

  private void install(String plugin, String name, String content) throws IOException {
    Path folder = directory.resolve("q/procs").resolve(plugin);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name), content);
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      for (Path path : new Path[] {folder, folder.resolve(name)}) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }
}
