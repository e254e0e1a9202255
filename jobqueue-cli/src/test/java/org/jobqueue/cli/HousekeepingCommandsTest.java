package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands archive and gc on a real queue. */
@Timeout(120)
class HousekeepingCommandsTest {
  @TempDir Path directory;
  private CliTester cli;

  /** Job 1 is done, job 2 has failed, job 3 waits. */
  @BeforeEach
  void runSomeJobs() {
    cli = new CliTester(Main.modules(), directory);
    cli.environment.put("JOBQUEUE", "q");
    cli.run("init", "q", "--durability", "none").ok();
    cli.run("submit", "command", "--", "echo", "hello").ok();
    cli.run("submit", "command", "--", "false").ok();
    cli.run("work", "--until-empty");
    cli.run("submit", "command", "--", "true").ok();
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("q/archive"))) {
      return files.sorted().toList();
    }
  }

  private String jobs() {
    List<String> ids =
        cli.run("list").ok().lines().stream()
            .skip(1)
            .map(line -> line.strip().replaceAll(" .*", ""))
            .toList();
    return String.join(" ", ids);
  }

  @Test
  void aJobIsArchivedAndRestored() throws IOException {
    assertThat(cli.run("archive", "1").ok().out()).startsWith("1  archived in ");
    assertThat(jobs()).isEqualTo("2 3");
    Path archive = archives().get(0);
    assertThat(cli.run("archive", "--restore", archive.toString()).ok().out())
        .isEqualTo("4  restored from " + archive + "\n");
    assertThat(cli.run("log", "4").ok().out()).isEqualTo("hello\n");
    assertThat(cli.run("show", "4", "--json").ok().json().get("state").textValue())
        .isEqualTo("done");
    cli.run("fsck").ok();
    cli.run("verify").ok();
    var json = cli.run("archive", "4", "--to", "mine.zip", "--json").ok().json();
    assertThat(json.get(0).get("id").textValue()).isEqualTo("4");
    assertThat(json.get(0).get("archive").textValue())
        .isEqualTo(directory.resolve("mine.zip").toString());
    cli.run("archive", "2", "--to", "mine.zip")
        .fails(ExitCode.USAGE, directory.resolve("mine.zip") + " exists, and is not replaced");
    cli.run("init", "other", "--durability", "none").ok();
    assertThat(cli.run("-q", "other", "archive", "--restore", "mine.zip").ok().out())
        .startsWith("1  restored from ");
  }

  @Test
  void oldOnesAreArchived() throws IOException {
    assertThat(cli.run("archive", "--older-than", "1h").ok().out()).startsWith("0 archived");
    assertThat(cli.run("archive", "--older-than", "0s", "--state", "failed").ok().lines())
        .hasSize(2)
        .element(0)
        .asString()
        .startsWith("2  archived in ");
    assertThat(jobs()).isEqualTo("1 3");
    assertThat(cli.run("archive", "--older-than", "0s").ok().lines().get(0)).startsWith("1  ");
    assertThat(archives()).hasSize(2);
  }

  @Test
  void badInputOfArchiveIsRefused() throws IOException {
    cli.run("archive", "3")
        .fails(
            ExitCode.USAGE, "job 3 is waiting; only what is done, failed or cancelled is archived");
    cli.run("archive", "9")
        .fails(ExitCode.USAGE, "the queue has no job 9; 'jobqueue list' shows its jobs");
    cli.run("archive")
        .fails(
            ExitCode.USAGE,
            "name the jobs to be archived, or use --older-than AGE, or --restore FILE");
    cli.run("archive", "1", "--older-than", "1d")
        .fails(
            ExitCode.USAGE,
            "name the jobs to be archived, or use --older-than AGE, or --restore FILE");
    assertThat(cli.run("archive", "--older-than", "-1d").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(cli.run("archive", "--older-than", "1 fortnight").err())
        .contains("'1 fortnight' is not an age; expected for example 30d, 12h, 5m or 90s");
    assertThat(cli.run("archive", "--older-than", "99999d").err())
        .contains("'99999d' is more than 100 years");
    assertThat(cli.run("archive", "--older-than", "1d", "--state", "running").exitCode())
        .isEqualTo(ExitCode.USAGE);
    Path text = Files.writeString(directory.resolve("text"), "no archive");
    cli.run("archive", "--restore", "text")
        .fails(
            ExitCode.JOB_FAILED,
            text
                + " is no archive of a job, or is damaged: its checksum is wrong, so it was cut off"
                + " or changed");
    cli.run("archive", "--restore", "missing")
        .fails(ExitCode.JOB_FAILED, directory.resolve("missing") + " does not exist");
  }

  @Test
  void garbageIsCollectedAsTheSettingsSay() throws IOException {
    assertThat(cli.run("gc").ok().out())
        .isEqualTo("0 finished jobs looked at: 0 went, 0 bytes freed\n");
    Path settings = directory.resolve("q/queue.json");
    String json = Files.readString(settings);
    Files.writeString(
        settings,
        json.replaceFirst("\\{", "{\"retention\": {\"done\": \"0s\", \"archive\": true},"));
    assertThat(cli.run("gc", "--dry-run").ok().lines())
        .hasSize(2)
        .element(0)
        .asString()
        .startsWith("would be archived  job 1, ");
    assertThat(jobs()).isEqualTo("1 2 3");
    assertThat(cli.run("gc").ok().lines().get(0)).startsWith("archived  job 1, ");
    assertThat(archives()).hasSize(1);
    assertThat(jobs()).isEqualTo("2 3");
    var dry = cli.run("gc", "--older-than", "0s", "--dry-run", "--json").ok().json();
    assertThat(dry.get("garbage").get(0).get("id").textValue()).isEqualTo("2");
    assertThat(dry.get("collected").intValue()).isEqualTo(1);
    assertThat(dry.get("dryRun").booleanValue()).isTrue();
    assertThat(cli.run("gc", "--older-than", "0s", "--keep", "1").ok().out())
        .startsWith("1 finished jobs looked at: 0 went");
    Files.writeString(settings, json.replaceFirst("\\{", "{\"retention\": {\"done\": \"soon\"},"));
    CliTester.Result bad = cli.run("gc");
    assertThat(bad.exitCode()).isEqualTo(ExitCode.QUEUE_UNUSABLE);
    assertThat(bad.err())
        .contains("its retention is not valid: 'soon' is no age; expected for example 30d");
  }

  @Test
  void badInputOfGcIsRefused() {
    assertThat(cli.run("gc", "--older-than", "-5d").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(cli.run("gc", "--older-than", "soon").err()).contains("'soon' is not an age");
    cli.run("gc", "--keep", "-1")
        .fails(ExitCode.USAGE, "how many to keep is -1; it must be from 0 to 1000000");
    assertThat(jobs()).isEqualTo("1 2 3");
  }
}
