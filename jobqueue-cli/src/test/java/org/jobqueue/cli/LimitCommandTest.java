package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands of limits on a real queue. */
class LimitCommandTest {
  @TempDir Path directory;
  private CliTester cli;

  @BeforeEach
  void createAQueue() {
    cli = new CliTester(Main.modules(), directory);
    cli.environment.put("JOBQUEUE", "q");
    cli.run("init", "q", "--durability", "none").ok();
  }

  @Test
  void limitsAreSetListedAndRemoved() throws IOException {
    assertThat(cli.run("limit", "list").ok().out()).isEqualTo("no limits\n");
    assertThat(cli.run("limit", "set", "nuke", "30").ok().out()).isEqualTo("limit nuke: 30\n");
    assertThat(cli.run("limit", "set", "gpu", "2", "--per-host").ok().out())
        .isEqualTo("limit gpu: 2 on each host\n");
    Path held = Files.createDirectories(directory.resolve("q/limits/nuke/held"));
    Files.createFile(held.resolve("h.3.render07_12_0123456789.12-0-1.abc"));
    assertThat(cli.run("limit", "list").ok().lines())
        .containsExactly(
            "gpu: 0 held, 2 on each host",
            "nuke: 3 of 30 held",
            "  3 by job 12/0/1 on render07_12_0123456789");
    var json = cli.run("limit", "list", "--json").ok().json();
    assertThat(json.get(0).get("scope").textValue()).isEqualTo("host");
    assertThat(json.get(1).get("name").textValue()).isEqualTo("nuke");
    assertThat(json.get(1).get("count").intValue()).isEqualTo(30);
    assertThat(json.get(1).get("held").intValue()).isEqualTo(3);
    var holder = json.get(1).get("holders").get(0);
    assertThat(holder.get("job").textValue()).isEqualTo("12/0/1");
    assertThat(holder.get("host").textValue()).isEqualTo("render07");
    assertThat(holder.get("amount").intValue()).isEqualTo(3);
    assertThat(cli.run("limit", "remove", "gpu").ok().out()).isEqualTo("removed limit gpu\n");
    cli.run("limit", "remove", "gpu")
        .fails(ExitCode.USAGE, "there is no limit gpu; there are: nuke");
    cli.run("limit", "set", "nuke", "30", "--per-host")
        .fails(
            ExitCode.USAGE,
            "the tokens of the limit nuke are those of the farm; to change that, remove it and wait"
                + " until nobody holds any");
  }

  @Test
  void aDamagedDefinitionIsSaid() throws IOException {
    cli.run("limit", "set", "nuke", "30").ok();
    Files.writeString(directory.resolve("q/limits/nuke/limit.json"), "{\"count\": 3");
    assertThat(cli.run("limit", "list").ok().out())
        .startsWith("nuke: limit.json cannot be read: ")
        .endsWith("; set it again\n");
    assertThat(cli.run("limit", "list", "--json").ok().json().get(0).get("problem")).isNotNull();
    CliTester.Result fsck = cli.run("fsck");
    assertThat(fsck.exitCode()).isEqualTo(ExitCode.DAMAGE_LEFT);
    assertThat(fsck.out()).contains("damaged-limit", "'jobqueue limit set nuke'");
    cli.run("limit", "set", "nuke", "30").ok();
    cli.run("fsck").ok();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "nuke | 0    | the count of a limit is 0; it must be from 1 to 1000",
        "nuke | -3   | the count of a limit is -3; it must be from 1 to 1000",
        "nuke | 1001 | the count of a limit is 1001; it must be from 1 to 1000",
        "nuke | many | 'many' is not an int",
        "a/b  | 3    | 'a/b' cannot be the name of a limit",
        "..   | 3    | '..' cannot be the name of a limit",
        ".x   | 3    | '.x' cannot be the name of a limit"
      })
  void badInputIsRefused(String name, String count, String message) {
    CliTester.Result result = cli.run("limit", "set", name, count);
    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains(message);
    assertThat(directory.resolve("q/limits")).doesNotExist();
  }

  @Test
  void withoutASubcommandThereIsAMessage() {
    assertThat(cli.run("limit").err()).contains("which of set, list and remove?");
    assertThat(cli.run("limit").exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
