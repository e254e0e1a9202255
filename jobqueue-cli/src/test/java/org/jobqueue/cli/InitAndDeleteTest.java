package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.junit.jupiter.api.Test;

class InitAndDeleteTest {
  private final FakeQueue queue = new FakeQueue(Path.of("/queue"));
  private final CliTester cli = new CliTester(queue, Path.of("/work"));

  @Test
  void initWithoutOptionsUsesTheDefaults() {
    assertThat(cli.run("init", "/queue").ok().out()).isEqualTo("created a queue in /queue\n");
    assertThat(queue.options).isEqualTo(QueueOptions.defaults());
  }

  @Test
  void initTakesAllSettings() {
    var json =
        cli.run(
                "init",
                "q",
                "--repository",
                "--symlinks",
                "--durability",
                "commit",
                "--lease",
                "5s",
                "--attempts",
                "3",
                "--json")
            .ok()
            .json();
    assertThat(queue.options)
        .isEqualTo(
            QueueOptions.defaults()
                .withKeepJobsInRepository(true)
                .withUseSymLinks(true)
                .withDurability(Durability.COMMIT)
                .withLease(Duration.ofSeconds(5))
                .withAttempts(3));
    assertThat(json.get("queue").textValue()).isEqualTo("/queue");
    assertThat(json.get("repository").booleanValue()).isTrue();
    assertThat(json.get("symlinks").booleanValue()).isTrue();
    assertThat(json.get("durability").textValue()).isEqualTo("commit");
    assertThat(json.get("leaseMillis").longValue()).isEqualTo(5000);
    assertThat(json.get("attempts").intValue()).isEqualTo(3);
  }

  @Test
  void initRefusesBadSettings() {
    cli.run("init", "q", "--lease", "1ms")
        .fails(ExitCode.USAGE, "lease is 1 ms; it must be at least 100 ms");
    assertThat(cli.run("init", "q", "--durability", "most").err())
        .isEqualTo(
            "jobqueue: Invalid value for option '--durability': 'most' is none of full, commit,"
                + " none; see 'jobqueue init --help'\n");
    assertThat(cli.run("init").err())
        .isEqualTo("jobqueue: Missing required parameter: 'DIR'; see 'jobqueue init --help'\n");
  }

  @Test
  void deleteSaysWhatItRemovedAndForgivesWhatIsGone() {
    queue.add("teapot", JobState.DONE);
    queue.add("kettle", JobState.DONE);
    assertThat(cli.run("delete", "1", "7", "1").ok().lines())
        .containsExactly("deleted 1  teapot", "7 was already gone");
    assertThat(queue.jobs).extracting(job -> job.label).containsExactly("kettle");
  }

  @Test
  void deleteHasJson() {
    queue.add("teapot", JobState.DONE);
    var json = cli.run("delete", "1", "7", "--json").ok().json();
    assertThat(json.get(0).get("id").textValue()).isEqualTo("1");
    assertThat(json.get(0).get("deleted").booleanValue()).isTrue();
    assertThat(json.get(1).get("deleted").booleanValue()).isFalse();
  }

  @Test
  void deleteRefusesSubJobs() {
    queue.add("teapot", JobState.DONE).addSubJob(0, "lid", JobState.DONE);
    cli.run("delete", "1/0")
        .fails(ExitCode.USAGE, "a sub-job cannot be deleted; delete its top-level job");
  }

  @Test
  void deleteOfJobsThatAreChosen() {
    queue.add("shot42 teapot", JobState.DONE).addSubJob(0, "shot42 lid", JobState.DONE);
    queue.add("shot42 kettle", JobState.FAILED);
    queue.add("shot7", JobState.DONE);

    assertThat(cli.run("delete", "--state", "done", "--label", "shot42*", "--dry-run").ok().lines())
        .containsExactly("would delete 1  shot42 teapot");
    assertThat(queue.jobs).hasSize(3);
    assertThat(
            cli.run("delete", "--dry-run", "2", "--json")
                .ok()
                .json()
                .get(0)
                .get("deleted")
                .booleanValue())
        .isFalse();
    cli.run("delete", "--dry-run", "1/0")
        .fails(ExitCode.USAGE, "job 1/0 is a sub-job; delete its top-level job 1");

    assertThat(cli.run("delete", "--state", "done", "--label", "shot42*").ok().lines())
        .containsExactly("deleted 1  shot42 teapot");
    assertThat(queue.jobs).extracting(job -> job.label).containsExactly("shot42 kettle", "shot7");
    cli.run("delete")
        .fails(
            ExitCode.USAGE, "which jobs? Name them, or choose them by --state, --label and --type");
  }
}
