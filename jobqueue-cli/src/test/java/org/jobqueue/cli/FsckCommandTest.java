package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.Damage;
import org.jobqueue.api.Durability;
import org.jobqueue.api.Finding;
import org.jobqueue.api.Finding.Outcome;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.spi.JobQueueProvider;
import org.jobqueue.core.queue.FileSystemJobQueues;
import org.jobqueue.procs.command.CommandProcsPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FsckCommandTest {
  @TempDir Path temp;

  private final FakeQueue fake = new FakeQueue(Path.of("/queue"));
  private final CliTester fakeCli = new CliTester(fake, Path.of("/work"));

  @Test
  void saysThatNothingIsWrong() {
    assertThat(fakeCli.run("fsck").ok().out()).isEqualTo("0 jobs checked: nothing wrong\n");
  }

  @Test
  void printsFindingsWithTheirPlacesAndKeepsControlCharactersOut() {
    fake.findings.add(
        new Finding(
            Damage.FOREIGN_FILE,
            Path.of("/queue/jobs/a\u001b[2Jb"),
            Optional.empty(),
            "does not belong to the queue",
            Outcome.REPORTED));

    CliTester.Result result = fakeCli.run("fsck");

    assertThat(result.exitCode()).isEqualTo(ExitCode.DAMAGE_LEFT);
    assertThat(result.out()).doesNotContain("\u001b");
    assertThat(result.lines().get(0))
        .startsWith("found  foreign-file  jobs/a")
        .endsWith("b: does not belong to the queue");
    assertThat(result.lines().get(1))
        .isEqualTo("0 jobs checked: 1 finding; --repair mends what can be mended");
  }

  @Test
  void printsJson() {
    fake.findings.add(
        new Finding(
            Damage.NO_STATE,
            Path.of("/queue/jobs/000000/job1"),
            Optional.of(JobId.ofRoot(1)),
            "the job has lost its state file",
            Outcome.REPORTED));

    CliTester.Result result = fakeCli.run("fsck", "--json");

    assertThat(result.exitCode()).isEqualTo(ExitCode.DAMAGE_LEFT);
    var finding = result.json().get("findings").get(0);
    assertThat(finding.get("kind").textValue()).isEqualTo("no-state");
    assertThat(finding.get("where").textValue()).isEqualTo("/queue/jobs/000000/job1");
    assertThat(finding.get("job").textValue()).isEqualTo("1");
    assertThat(finding.get("outcome").textValue()).isEqualTo("reported");
    assertThat(result.json().get("repair").booleanValue()).isFalse();
    assertThat(result.json().get("reported").intValue()).isEqualTo(1);
    assertThat(result.json().get("undecided").intValue()).isZero();
  }

  private CliTester realCli(Path queue) {
    AbstractModule module =
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(JobQueueProvider.class)
                .toInstance(new FileSystemJobQueues(List.of(new CommandProcsPlugin())));
          }
        };
    CliTester cli = new CliTester(List.of(module), temp);
    cli.environment.put("JOBQUEUE", queue.toString());
    return cli;
  }

  private JobQueue realQueue(Path directory) {
    return new FileSystemJobQueues(List.of(new CommandProcsPlugin()))
        .create(
            directory,
            QueueOptions.defaults()
                .withDurability(Durability.NONE)
                .withLease(Duration.ofMillis(200)));
  }

  @Test
  void mendsARealQueueAndIsContentAfterwards() throws IOException {
    Path directory = temp.resolve("queue");
    JobQueue queue = realQueue(directory);
    queue.createJobRoot("command", Map.of("arguments", List.of("true"))).activate();
    Path ticket = directory.resolve("ready/p500/00000000/00/j1.n0of1.root.p500.v1");
    Files.delete(ticket);
    Files.createDirectory(directory.resolve("jobs/000000/job9"));
    CliTester cli = realCli(directory);

    CliTester.Result quick = cli.run("fsck", "--no-wait");
    assertThat(quick.exitCode()).isEqualTo(ExitCode.DAMAGE_LEFT);
    assertThat(quick.lines())
        .containsExactly(
            "found  job-without-ticket  ready/p500/00000000/00/j1.n0of1.root.p500.v1: job 1 could"
                + " run, but has no ticket",
            "1 job checked: 1 finding; --repair mends what can be mended",
            "1 more may be damage or just slow; check without --no-wait to find out");

    CliTester.Result repair = cli.run("fsck", "--repair");
    assertThat(repair.exitCode()).as(repair.out()).isZero();
    assertThat(repair.err())
        .isEqualTo("jobqueue: waiting up to 0 s to see whether 1 suspect shows a sign of life\n");
    assertThat(repair.lines()).hasSize(3);
    assertThat(repair.lines().get(2))
        .isEqualTo("1 job checked: 2 findings, 2 repaired, 0 cannot be repaired");
    assertThat(ticket).exists();

    assertThat(cli.run("fsck").ok().out()).isEqualTo("1 job checked: nothing wrong\n");
    assertThat(queue.runNextAvailableJob()).isTrue();
  }

  @Test
  void lostSettingsDoNotKeepItFromChecking() throws IOException {
    Path directory = temp.resolve("queue");
    realQueue(directory).createJobRoot("command", Map.of("arguments", List.of("true"))).activate();
    Files.writeString(directory.resolve("queue.json"), "{");
    CliTester cli = realCli(directory);

    assertThat(cli.run("list").exitCode()).isEqualTo(ExitCode.QUEUE_UNUSABLE);
    assertThat(cli.run("fsck").exitCode()).isEqualTo(ExitCode.DAMAGE_LEFT);
    assertThat(cli.run("fsck", "--repair").out()).startsWith("repaired  damaged-configuration  ");
    assertThat(cli.run("list").ok().lines()).hasSize(2);
  }

  @Test
  void refusesWhatIsNoQueueAndWhatIsNewer() throws IOException {
    CliTester cli = realCli(temp.resolve("queue"));
    assertThat(cli.run("fsck").exitCode()).isEqualTo(ExitCode.QUEUE_UNUSABLE);
    Files.createDirectory(temp.resolve("queue"));
    Files.writeString(temp.resolve("queue/queue.json"), "{\"format\": 7, \"id\": \"x\"}");
    CliTester.Result newer = cli.run("fsck", "--repair");
    assertThat(newer.exitCode()).isEqualTo(ExitCode.QUEUE_UNUSABLE);
    assertThat(newer.err()).contains("has format 7").contains("use a newer jobqueue");
  }
}
