package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jobqueue.api.PluginProblem;
import org.jobqueue.api.QueueIOException;
import org.jobqueue.api.QueueUnusableException;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkCommandTest {
  private final FakeQueue queue = new FakeQueue(Path.of("/queue"));
  private final CliTester cli = new CliTester(queue, Path.of("/work"));
  private final List<WorkerOptions> asked = new ArrayList<>();

  private void worker(Worker worker) {
    queue.workers =
        options -> {
          asked.add(options);
          return worker;
        };
  }

  @Test
  void startAndSummaryAreOneLineEach() {
    worker(FakeWorker.ended(new Worker.Statistics(7, 0, 2, 1)));
    assertThat(cli.run("work", "--until-empty", "--slots=2", "--longest-poll=1s").ok().lines())
        .containsExactly(
            "worker farm7-1 works on /queue with 2 slots until it is empty",
            "7 done, 0 failed, 2 to be tried again, 1 lost");
    assertThat(asked).containsExactly(new WorkerOptions(2, true, Duration.ofSeconds(1)));
  }

  @Test
  void aFailedJobIsTheExitCode() {
    worker(FakeWorker.ended(new Worker.Statistics(7, 1, 0, 0)));
    assertThat(cli.run("work", "--until-empty").exitCode()).isEqualTo(ExitCode.JOB_FAILED);
  }

  @Test
  void badPluginsAreReportedAndTheWorkGoesOn() {
    queue.problems.add(new PluginProblem("broken", "broken.jar is not a jar"));
    worker(FakeWorker.ended(new Worker.Statistics(1, 0, 0, 0)));
    CliTester.Result result = cli.run("work", "--until-empty");
    assertThat(result.err())
        .isEqualTo("jobqueue: plugin 'broken' cannot be used: broken.jar is not a jar\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void aSignalStopsTheWorkerWithGrace() throws Exception {
    FakeWorker worker = new FakeWorker();
    worker(worker);
    CompletableFuture<CliTester.Result> run =
        CompletableFuture.supplyAsync(() -> cli.run("work", "--grace", "5s"));
    worker.started.await();
    cli.signalActions.get(0).run();
    CliTester.Result result = run.get();
    assertThat(worker.grace).isEqualTo(Duration.ofSeconds(5));
    assertThat(result.err())
        .isEqualTo(
            "jobqueue: waiting for the running jobs, at most 5.0 s; a second signal gives them back"
                + " now\n");
    assertThat(result.lines().get(0))
        .isEqualTo("worker farm7-1 works on /queue with 1 slot; Ctrl-C ends it");
    assertThat(result.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(cli.signalActions).isEmpty();
  }

  private CliTester.Result terminated(FakeWorker worker, String... options) throws Exception {
    worker(worker);
    CompletableFuture<CliTester.Result> run =
        CompletableFuture.supplyAsync(() -> cli.run(options), task -> new Thread(task).start());
    worker.started.await();
    cli.signalListeners.get(0).accept(Signals.Kind.TERMINATE);
    return run.get();
  }

  @Test
  void aDrainBySigtermIsASuccess() throws Exception {
    FakeWorker worker = new FakeWorker();
    worker.statistics = new Worker.Statistics(1, 1, 0, 0);
    assertThat(terminated(worker, "work").exitCode()).isZero();
    assertThat(worker.grace).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aWorkerThatWasToWorkUntilTheQueueIsEmptyHasNotDoneSoAfterSigterm() throws Exception {
    assertThat(terminated(new FakeWorker(), "work", "--until-empty").exitCode())
        .isEqualTo(ExitCode.TERMINATED);
  }

  @Test
  void aQueueThatWasGoneForGoodIsNamedAndTheExitCode() {
    FakeWorker worker = FakeWorker.ended(new Worker.Statistics(3, 0, 0, 1));
    Path location = Path.of("/queue");
    worker.failure =
        Optional.of(
            new QueueUnusableException(
                QueueUnusableException.Reason.MISSING, location, "the queue /queue is gone"));
    worker(worker);
    CliTester.Result result = cli.run("work", "--patience", "5m");
    assertThat(result.err()).isEqualTo("jobqueue: the queue /queue is gone\n");
    assertThat(result.lines().get(1)).startsWith("3 done");
    assertThat(result.exitCode()).isEqualTo(ExitCode.QUEUE_UNUSABLE);
    assertThat(asked.get(0).patience()).isEqualTo(Duration.ofMinutes(5));
    worker.failure =
        Optional.of(new QueueIOException(location, "unreadable", new IOException("stale")));
    assertThat(cli.run("work").exitCode()).isEqualTo(ExitCode.DISTURBED);
  }

  @Test
  void badOptionsAreUsageErrors() {
    cli.run("work", "--slots", "0").fails(ExitCode.USAGE, "slots is 0; it must be 1 or more");
    assertThat(cli.run("work", "--longest-poll", "soon").err())
        .contains("'soon' is not a duration; expected for example 500ms, 120s, 5m or 1h");
  }
}
