package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.jobqueue.api.JobChanges;
import org.jobqueue.api.JobState;
import org.junit.jupiter.api.Test;

/** The commands cancel, retry, hold, release and priority. */
class ChangeCommandsTest {
  private final FakeQueue queue = new FakeQueue(Path.of("/queue"));
  private final CliTester cli = new CliTester(queue, Path.of("/work"));

  @Test
  void eachCommandDoesWhatItSaysToTheJobAndAllBelow() {
    FakeHandle job = queue.add("teapot", JobState.WAITING);
    FakeHandle lid = job.addSubJob(0, "lid", JobState.WAITING);
    job.changes = new JobChanges(3, Map.of(JobState.DONE, 1, JobState.RUNNING, 2));
    lid.changes = new JobChanges(1, Map.of());
    assertThat(cli.run("cancel", "1", "1/0", "1").ok().lines())
        .containsExactly(
            "cancelled 3 jobs of 1  teapot; left as they are: 2 running, 1 done",
            "cancelled 1 job of 1/0  lid");
    assertThat(cli.run("retry", "1").ok().out()).startsWith("retrying 3 jobs of 1");
    assertThat(cli.run("hold", "--only", "1/0").ok().out()).isEqualTo("held 1/0  lid\n");
    assertThat(cli.run("release", "1").ok().out()).startsWith("released 3 jobs of 1  teapot;");
    assertThat(job.operations).containsExactly("cancel all", "retry all", "release all");
    assertThat(lid.operations).containsExactly("cancel all", "hold one");
  }

  @Test
  void nothingToDoIsNoError() {
    FakeHandle job = queue.add("teapot", JobState.DONE);
    job.changes = new JobChanges(0, Map.of(JobState.DONE, 1));
    assertThat(cli.run("cancel", "1").ok().out())
        .isEqualTo("nothing to cancel in 1  teapot: 1 done\n");
  }

  @Test
  void aJobThatDoesNotExistKeepsTheOthersFromBeingChanged() {
    FakeHandle job = queue.add("teapot", JobState.WAITING);
    cli.run("cancel", "1", "7")
        .fails(ExitCode.USAGE, "the queue has no job 7; 'jobqueue list' shows its jobs");
    assertThat(job.operations).isEmpty();
    cli.run("hold", "x")
        .fails(
            ExitCode.USAGE,
            "'x' is not a job id; expected a number such as 12, or 12/0/3 for a sub-job");
  }

  @Test
  void dryRunChangesNothing() {
    FakeHandle job = queue.add("teapot", JobState.WAITING);
    job.addSubJob(0, "lid", JobState.FAILED);
    job.addSubJob(1, "spout", JobState.RUNNING);
    assertThat(cli.run("cancel", "--dry-run", "1").ok().out())
        .isEqualTo("would cancel 2 jobs of 1  teapot; left as they are: 1 failed\n");
    assertThat(cli.run("retry", "--dry-run", "--only", "1").ok().out())
        .isEqualTo("nothing to retry in 1  teapot: 1 waiting\n");
    assertThat(job.operations).isEmpty();
  }

  @Test
  void jobsAreChosenByStateLabelAndTypeAtAllLevels() {
    FakeHandle shot = queue.add("shot42 beauty", JobState.BLOCKED);
    FakeHandle failed = shot.addSubJob(0, "shot42 frame 1", JobState.FAILED);
    FakeHandle running = shot.addSubJob(1, "shot42 frame 2", JobState.RUNNING);
    FakeHandle other = queue.add("shot7", JobState.FAILED);
    failed.changes = new JobChanges(1, Map.of());
    shot.changes = new JobChanges(3, Map.of());

    assertThat(cli.run("retry", "--state", "failed", "--label", "SHOT42*").ok().out())
        .isEqualTo("retrying 1/0  shot42 frame 1\n");
    assertThat(failed.operations).containsExactly("retry one");
    assertThat(cli.run("skip", "--label", "shot42 b?auty").ok().out())
        .isEqualTo("skipping 3 jobs of 1  shot42 beauty\n");
    assertThat(shot.operations).containsExactly("skip all");
    assertThat(cli.run("cancel", "--state", "running,failed", "--dry-run").ok().lines())
        .containsExactly(
            "nothing to cancel in 1/0  shot42 frame 1: 1 failed",
            "would cancel 1/1  shot42 frame 2",
            "nothing to cancel in 2  shot7: 1 failed");
    assertThat(cli.run("hold", "--type", "nothing").ok().out()).isEqualTo("no job is like that\n");
    assertThat(running.operations).isEmpty();
    assertThat(other.operations).isEmpty();
    cli.run("cancel")
        .fails(
            ExitCode.USAGE,
            "which jobs? Name them, or choose them by --state," + " --label and --type");
    cli.run("cancel", "1", "--state", "failed")
        .fails(
            ExitCode.USAGE,
            "which jobs? Name them, or" + " choose them by --state, --label and --type");
  }

  @Test
  void changesHaveJson() {
    FakeHandle job = queue.add("teapot", JobState.WAITING);
    job.changes = new JobChanges(3, Map.of(JobState.DONE, 1));
    var json = cli.run("hold", "1", "--json").ok().json();
    assertThat(json.size()).isEqualTo(1);
    assertThat(json.get(0).get("id").textValue()).isEqualTo("1");
    assertThat(json.get(0).get("changed").intValue()).isEqualTo(3);
    assertThat(json.get(0).get("passedOver").get("done").intValue()).isEqualTo(1);
  }

  @Test
  void priorityTakesJobsAndANumber() {
    FakeHandle teapot = queue.add("teapot", JobState.WAITING);
    FakeHandle kettle = queue.add("kettle", JobState.WAITING);
    assertThat(cli.run("priority", "1", "2", "700").ok().lines())
        .containsExactly("1  teapot: priority 700, was 500", "2  kettle: priority 700, was 500");
    assertThat(teapot.priority).isEqualTo(700);
    assertThat(kettle.priority).isEqualTo(700);
    var json = cli.run("priority", "--json", "1", "0").ok().json();
    assertThat(json.get(0).get("id").textValue()).isEqualTo("1");
    assertThat(json.get(0).get("priority").intValue()).isZero();
    assertThat(json.get(0).get("before").intValue()).isEqualTo(700);
  }

  @Test
  void priorityOfJobsThatAreChosen() {
    FakeHandle teapot = queue.add("shot42 teapot", JobState.WAITING);
    FakeHandle kettle = queue.add("shot42 kettle", JobState.DONE);
    FakeHandle other = queue.add("shot7", JobState.WAITING);

    assertThat(cli.run("priority", "--label", "shot42*", "--dry-run", "900").ok().lines())
        .containsExactly(
            "1  shot42 teapot: priority would be 900, is 500",
            "2  shot42 kettle: priority would be 900, is 500");
    assertThat(teapot.priority).isEqualTo(500);
    assertThat(cli.run("priority", "--label", "shot42*", "--state", "waiting", "900").ok().out())
        .isEqualTo("1  shot42 teapot: priority 900, was 500\n");

    assertThat(teapot.priority).isEqualTo(900);
    assertThat(kettle.priority).isEqualTo(500);
    assertThat(other.priority).isEqualTo(500);
    assertThat(cli.run("priority", "--type", "nothing", "1").ok().out())
        .isEqualTo("no job is like that\n");
    cli.run("priority", "--state", "waiting", "1", "700")
        .fails(
            ExitCode.USAGE, "which jobs? Name them, or choose them by --state, --label and --type");
    cli.run("priority", "700")
        .fails(
            ExitCode.USAGE, "which jobs? Name them, or choose them by --state, --label and --type");
  }

  @Test
  void priorityRefusesWhatIsNone() {
    queue.add("teapot", JobState.WAITING).addSubJob(0, "lid", JobState.WAITING);
    cli.run("priority", "1", "high")
        .fails(
            ExitCode.USAGE,
            "the priority is 'high'; it must be a number from 0 to 999, after the jobs");
    cli.run("priority", "1/0", "3")
        .fails(ExitCode.USAGE, "job 1/0 is a sub-job; only its top-level job 1 has a priority");
    cli.run("priority", "9", "3")
        .fails(ExitCode.USAGE, "the queue has no job 9; 'jobqueue list' shows its jobs");
    assertThat(cli.run("priority", "1").exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
