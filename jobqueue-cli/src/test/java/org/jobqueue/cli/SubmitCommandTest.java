package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.Requirements;
import org.jobqueue.api.RetryPolicy;
import org.jobqueue.api.TimeLimits;
import org.junit.jupiter.api.Test;

class SubmitCommandTest {
  private final FakeQueue queue = new FakeQueue(Path.of("/queue"));
  private final CliTester cli = new CliTester(queue, Path.of("/projects/shot"));

  private FakeJob submitted() {
    assertThat(queue.activated).hasSize(1);
    return queue.activated.get(0);
  }

  @Test
  void theIdAndNothingElseIsPrinted() {
    assertThat(cli.run("submit", "command", "--", "ls").ok().out()).isEqualTo("1\n");
    assertThat(cli.run("submit", "command", "--", "ls").ok().out()).isEqualTo("2\n");
  }

  @Test
  void jsonPrintsTheJob() {
    var json = cli.run("submit", "command", "--json", "--", "ls").ok().json();
    assertThat(json.get("id").textValue()).isEqualTo("1");
    assertThat(json.get("state").textValue()).isEqualTo("waiting");
  }

  @Test
  void wordsAfterDashesAreTakenAsTheyAre() {
    cli.run("submit", "command", "--label", "test", "--", "test", "-p", "[", "--json", "--").ok();
    assertThat(submitted().parameters)
        .containsEntry("argv", List.of("test", "-p", "[", "--json", "--"));
    assertThat(submitted().label).isEqualTo("test");
  }

  @Test
  void wordsBeforeDashesAreRefused() {
    cli.run("submit", "command", "ls")
        .fails(
            ExitCode.USAGE,
            "'ls' is not expected here; parameters are given as -p name=value, and the words of a"
                + " command after --, as in: jobqueue submit command -- ls -l");
    cli.run("submit", "--", "command", "ls")
        .fails(ExitCode.USAGE, "the job type goes before --, as in: jobqueue submit command -- ls");
    cli.run("submit", "blender", "--", "a")
        .fails(ExitCode.USAGE, "job type 'blender' takes no words after --; use -p name=value");
  }

  @Test
  void valuesFollowTheTypesOfTheParameters() {
    cli.run(
            "submit",
            "blender",
            "-p",
            "scene=a/../b.blend",
            "-p",
            "frame=12",
            "-p",
            "camera=007=x",
            "-p",
            "quality=draft")
        .ok();
    assertThat(submitted().parameters)
        .containsEntry("scene", "/projects/shot/b.blend")
        .containsEntry("frame", 12)
        .containsEntry("camera", "007=x")
        .containsEntry("quality", "draft");
  }

  @Test
  void whatIsNotJsonIsLeftToTheQueue() {
    cli.run("submit", "blender", "-p", "frame=twelve", "-p", "scene=/s").ok();
    assertThat(submitted().parameters)
        .containsEntry("frame", "twelve")
        .containsEntry("scene", "/s");
  }

  @Test
  void listsAreRepeatedOrJson() {
    cli.run(
            "submit",
            "command",
            "-p",
            "argv=echo",
            "-p",
            "argv=[\"a\", \"b\"]",
            "-p",
            "inputs=x",
            "-p",
            "inputs=[\"y\"]",
            "-p",
            "shell=true")
        .ok();
    assertThat(submitted().parameters)
        .containsEntry("argv", List.of("echo", "a", "b"))
        .containsEntry("inputs", List.of("/projects/shot/x", "/projects/shot/y"))
        .containsEntry("shell", true);
  }

  @Test
  void malformedParametersAreUsageErrors() {
    cli.run("submit", "command", "-p", "argv")
        .fails(
            ExitCode.USAGE,
            "'argv' is not a parameter; expected -p name=value, with the name first");
    cli.run("submit", "blender", "-p", "frame=1", "-p", "frame=2")
        .fails(ExitCode.USAGE, "parameter 'frame' is given twice");
    assertThat(cli.run("submit", "command", "-p", "argv=[oops").err())
        .startsWith("jobqueue: parameter 'argv' starts like a JSON list, but is none: ")
        .hasLineCount(1);
    cli.run("submit", "command", "-p", "argv=ls", "--", "ls")
        .fails(ExitCode.USAGE, "parameter 'argv' is given with -p and after --");
  }

  @Test
  void whatTheQueueRefusesIsAUsageError() {
    cli.run("submit", "comand", "--", "ls")
        .fails(ExitCode.USAGE, "unknown job type 'comand'; known types: command, blender");
    cli.run("submit", "command", "-p", "colour=red")
        .fails(ExitCode.USAGE, "parameter 'colour' of job type 'command' is unknown");
    assertThat(queue.activated).isEmpty();
  }

  @Test
  void optionsApplyToTheJob() {
    cli.run("submit", "command", "--priority", "900", "--attempts=3", "--label=x", "--", "ls").ok();
    assertThat(submitted().priority).isEqualTo(900);
    assertThat(submitted().attempts()).isEqualTo(3);
    assertThat(submitted().label).isEqualTo("x");
    cli.run("submit", "command", "--priority", "1000", "--", "ls")
        .fails(ExitCode.USAGE, "priority is 1000; it must be 0 to 999");
    cli.run("submit", "command", "--attempts", "0", "--", "ls")
        .fails(ExitCode.USAGE, "attempts is 0; it must be 1 or more");
  }

  @Test
  void nothingToSubmitIsAUsageError() {
    cli.run("submit")
        .fails(
            ExitCode.USAGE,
            "submit what? Name a job type ('jobqueue types' lists them), or a job file with -f");
  }

  @Test
  void optionsSayHowTheJobIsRun() {
    String[] options = {
      "--attempts=3",
      "--retry-delay=30s",
      "--retry-longest=1h",
      "--other-host",
      "--transient-tries=4",
      "--error",
      "transient=licen[cs]e",
      "--error",
      "fatal=exit:64,65",
      "--start-limit=1m",
      "--time-limit=2h",
      "--silence-limit=10m",
      "--minimum-time=3s",
      "--output=out/{frame:4}.exr",
      "--output-size=1k",
      "--output-magic=762F3101",
      "--skip-existing",
      "--cores=4",
      "--memory=8g",
      "--gpus=2",
      "--tag=vray,linux",
      "--resource=disk=20",
      "--limit=nuke=1",
      "--frames=1-3"
    };
    List<String> line = new java.util.ArrayList<>(List.of("submit", "command"));
    line.addAll(List.of(options));
    line.addAll(List.of("--", "true"));
    cli.run(line.toArray(new String[0])).ok();

    JobOptions run = submitted().options();
    assertThat(run.retry())
        .isEqualTo(
            new RetryPolicy(
                3,
                4,
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                true,
                List.of(
                    ErrorRule.onOutput(ErrorClass.TRANSIENT, "licen[cs]e"),
                    ErrorRule.onExitCode(ErrorClass.FATAL, 64, 65))));
    assertThat(run.timeLimits())
        .isEqualTo(
            TimeLimits.NONE
                .withStart(Duration.ofMinutes(1))
                .withTotal(Duration.ofHours(2))
                .withSilence(Duration.ofMinutes(10))
                .withMinimum(Duration.ofSeconds(3)));
    assertThat(run.outputs())
        .containsExactly(
            new ExpectedFile("/projects/shot/out/{frame:4}.exr", 1024, Optional.of("762f3101")));
    assertThat(run.skipExisting()).isTrue();
    assertThat(run.requirements())
        .isEqualTo(
            new Requirements(
                4, 8L << 30, 2, Map.of("disk", 20), Set.of("vray", "linux"), Map.of("nuke", 1)));
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    cli.run("submit", "command", "--error", "odd=1", "--", "true")
        .fails(ExitCode.USAGE, "'odd=1' does not begin with task=, worker=, transient= or fatal=");
    cli.run("submit", "command", "--error", "task=exit:300", "--", "true")
        .fails(ExitCode.USAGE, "exit code 300 is not within 0 to 255");
    cli.run("submit", "command", "--output-size", "1k", "--", "true")
        .fails(ExitCode.USAGE, "name the files with --output");
    cli.run("submit", "command", "--cores", "-2", "--", "true")
        .fails(ExitCode.USAGE, "cores is -2; it must be 0 or more");
    assertThat(queue.activated).isEmpty();
  }
}
