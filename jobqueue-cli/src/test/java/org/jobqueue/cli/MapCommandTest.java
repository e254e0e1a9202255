package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The path map at the command line, on a real queue whose file a person has edited. */
@EnabledOnOs(OS.LINUX)
class MapCommandTest {
  private static final String RULES =
      """
      [{"linux": "/mnt/projects", "windows": ["P:\\\\", "\\\\\\\\filer\\\\projects"]},
       {"linux": "%s", "mac": "/Volumes/tmp"}]""";

  @TempDir Path directory;
  private CliTester cli;

  @BeforeEach
  void createQueue() throws IOException {
    cli = new CliTester(Main.modules(), directory);
    cli.environment.put("JOBQUEUE", "q");
    cli.run("init", "q", "--durability", "none").ok();
    writeMap(RULES.formatted(directory));
  }

  private void writeMap(String rules) throws IOException {
    Path file = directory.resolve("q/queue.json");
    String content = Files.readString(file);
    String end = content.substring(content.lastIndexOf('"' + "parameterDefaults"));
    Files.writeString(
        file,
        content.substring(0, content.length() - end.length())
            + "\"pathMap\": "
            + rules
            + ", "
            + end.replaceAll("(?s),\\s*\"pathMap.*", "}"));
  }

  @Test
  void rulesAreListed() {
    assertThat(cli.run("map").ok().lines())
        .containsExactly(
            "rule 1",
            "  linux    /mnt/projects",
            "  windows  P:\\",
            "  windows  \\\\filer\\projects",
            "rule 2",
            "  linux    " + directory,
            "  mac      /Volumes/tmp");
    JsonNode json = cli.run("map", "--json").ok().json();
    assertThat(json.get(0).get("windows").get(1).textValue()).isEqualTo("\\\\filer\\projects");
    assertThat(json.get(1).has("windows")).isFalse();
  }

  @Test
  void aPathIsCheckedForAllPlatforms() {
    assertThat(cli.run("map", "--check", "//filer/projects/a b/c.exr").ok().lines())
        .containsExactly(
            "rule 1: it is below \\\\filer\\projects of windows",
            "  linux    /mnt/projects/a b/c.exr",
            "  mac      unknown there: the rule has no name for it",
            "  windows  //filer/projects/a b/c.exr",
            "on this host there is no /mnt/projects/a b/c.exr");
    assertThat(cli.run("map", "--check", "/volumes/TMP/q").ok().lines())
        .startsWith("rule 2: it is below /Volumes/tmp of mac", "  linux    " + directory + "/q")
        .endsWith("on this host there is " + directory + "/q");
    assertThat(cli.run("map", "--check", "/opt").ok().lines())
        .startsWith("no rule has this path; it is used as it is", "  linux    /opt");
    JsonNode json = cli.run("map", "--check", "P:\\a", "--json").ok().json();
    assertThat(json.get("rule").intValue()).isEqualTo(1);
    assertThat(json.get("linux").textValue()).isEqualTo("/mnt/projects/a");
    assertThat(json.has("mac")).isFalse();
    assertThat(json.get("exists").booleanValue()).isFalse();
  }

  @Test
  void aMistakeInTheFileIsNamed() throws IOException {
    cli.run("init", "q2", "--durability", "none").ok();
    cli.environment.put("JOBQUEUE", "q2");
    Files.writeString(
        directory.resolve("q2/queue.json"),
        Files.readString(directory.resolve("q/queue.json"))
            .replace("\"linux\": \"/mnt/projects\"", "\"unix\": \"/mnt/projects\""));
    CliTester.Result result = cli.run("map");
    assertThat(result.exitCode()).isEqualTo(ExitCode.QUEUE_UNUSABLE);
    assertThat(result.err())
        .contains("pathMap[0] has a field 'unix'; there are linux, mac, windows");
  }

  @Test
  void pathsOfOtherPlatformsAreSubmittedAsTheyAre() throws IOException {
    cli.run(
            "submit",
            "command",
            "-p",
            "shell=true",
            "-p",
            "workingDirectory=P:\\a",
            "--output",
            "P:\\out\\f.png")
        .ok();
    JsonNode job = cli.run("show", "1", "--json").ok().json();
    assertThat(job.get("parameters").get("workingDirectory").textValue()).isEqualTo("P:\\a");
    assertThat(job.toString()).contains("P:\\\\out\\\\f.png").doesNotContain(directory + "/P:");
    cli.run("submit", "command", "-p", "shell=true", "-p", "workingDirectory=/volumes/tmp/x").ok();
    assertThat(
            cli.run("show", "2", "--json")
                .ok()
                .json()
                .get("parameters")
                .get("workingDirectory")
                .textValue())
        .isEqualTo("/volumes/tmp/x");
  }

  @Test
  void aQueueWithoutRulesSaysSo() {
    cli.run("init", "q3", "--durability", "none").ok();
    cli.environment.put("JOBQUEUE", "q3");
    assertThat(cli.run("map").ok().out())
        .isEqualTo(
            "there are no rules; each path is used as it is. See 'pathMap' in docs/format.md\n");
  }
}
