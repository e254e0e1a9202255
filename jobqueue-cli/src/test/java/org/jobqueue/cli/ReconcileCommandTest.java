package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command reconcile, on a real queue. */
@Timeout(120)
class ReconcileCommandTest {
  @TempDir Path directory;
  private CliTester cli;

  @BeforeEach
  void createAQueue() {
    cli = new CliTester(Main.modules(), directory);
    cli.environment.put("JOBQUEUE", "q");
    cli.run("init", "q", "--durability", "none").ok();
  }

  private Path frame(int number) {
    return directory.resolve(number + ".png");
  }

  private void renderFrames() {
    cli.run(
            "submit",
            "command",
            "--label",
            "shot42",
            "--frames",
            "1-9",
            "--output",
            directory + "/{frame}.png",
            "-p",
            "shell=echo {frame} >> " + directory + "/runs; echo x > " + directory + "/{frame}.png")
        .ok();
    cli.run("work", "--until-empty").ok();
  }

  @Test
  void whatIsDeletedIsMadeAgainAndNothingElse() throws IOException {
    renderFrames();
    assertThat(cli.run("reconcile", "1").ok().lines())
        .containsExactly("nothing is missing of 1  shot42");
    for (int number : new int[] {2, 3, 8}) {
      Files.delete(frame(number));
    }
    Files.delete(directory.resolve("runs"));
    String missing = "missing 1  shot42 [2-3,8]: the expected file " + frame(2) + " is missing";

    assertThat(cli.run("reconcile", "--dry-run", "1").ok().lines())
        .containsExactly(missing, "would be submitted: what is missing of 1  shot42");
    assertThat(cli.run("reconcile", "1").ok().lines())
        .containsExactly(missing, "submitted 2: what is missing of 1  shot42");
    assertThat(cli.run("reconcile", "--label", "shot*").ok().lines())
        .containsExactly(
            missing + "; is made by 2",
            "nothing to submit for 1  shot42: it is in the queue already");
    cli.run("work", "--until-empty").ok();

    assertThat(Files.readAllLines(directory.resolve("runs")))
        .containsExactlyInAnyOrder("2", "3", "8");
    assertThat(cli.run("reconcile", "1").ok().out()).startsWith("nothing is missing");
  }

  @Test
  void itHasJson() throws IOException {
    renderFrames();
    Files.delete(frame(5));

    var json = cli.run("reconcile", "1", "--json").ok().json().get(0);

    assertThat(json.get("id").textValue()).isEqualTo("1");
    assertThat(json.get("compared").intValue()).isEqualTo(1);
    assertThat(json.get("skipped").intValue()).isZero();
    assertThat(json.get("submitted").textValue()).isEqualTo("2");
    var missing = json.get("missing").get(0);
    assertThat(missing.get("job").textValue()).isEqualTo("1");
    assertThat(missing.get("label").textValue()).isEqualTo("shot42");
    assertThat(missing.get("frames").textValue()).isEqualTo("5");
    assertThat(missing.get("problem").textValue()).endsWith("5.png is missing");
    assertThat(missing.has("queued")).isFalse();
    var again = cli.run("reconcile", "1", "--json").ok().json().get(0);
    assertThat(again.has("submitted")).isFalse();
    assertThat(again.get("missing").get(0).get("queued").textValue()).isEqualTo("2");
  }

  @Test
  void whatCannotBeComparedIsRefusedBeforeAnythingIsSubmitted() throws IOException {
    renderFrames();
    Files.delete(frame(5));
    cli.run("submit", "command", "--label", "waits", "--", "true").ok();
    cli.run("reconcile", "1", "2")
        .fails(
            ExitCode.USAGE, "job 2 is waiting; only one that is done is compared with its files");
    cli.run("work", "--until-empty").ok();
    cli.run("reconcile", "1", "2")
        .fails(
            ExitCode.USAGE,
            "no job of 2 says which files it leaves, so there is nothing to compare");
    cli.run("reconcile", "7")
        .fails(ExitCode.USAGE, "the queue has no job 7; 'jobqueue list' shows its jobs");
    cli.run("reconcile")
        .fails(
            ExitCode.USAGE, "which jobs? Name them, or choose them by --state, --label and --type");
    assertThat(cli.run("list", "--json").ok().json()).hasSize(2);
    assertThat(cli.run("reconcile", "--label", "waits").ok().out())
        .isEqualTo("nothing to compare in 2  waits\n");
    assertThat(cli.run("reconcile", "--label", "nothing").ok().out())
        .isEqualTo("no job that is done is like that\n");
  }
}
