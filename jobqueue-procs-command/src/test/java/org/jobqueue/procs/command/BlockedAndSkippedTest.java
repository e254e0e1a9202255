package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.Requirements;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs above one that has failed, and how they come to run all the same. */
@Timeout(120)
class BlockedAndSkippedTest {
  @TempDir private Path directory;

  private CommandQueue jobs;

  @BeforeEach
  void createQueue() {
    jobs = new CommandQueue(directory);
  }

  /**
   * A root over an upper job over two lower ones, of which the first fails unless a file is there.
   */
  private JobHandle submitTree() {
    JobRoot root = jobs.root("echo root >> $T/log", options -> options);
    Job upper = jobs.sub(root, "echo upper >> $T/log", options -> options);
    Job first = jobs.sub(upper, "echo a >> $T/log; test -e $T/fine", options -> options);
    Job second = jobs.sub(upper, "echo b >> $T/log; test -e $T/fine", options -> options);
    assertThat(upper.subJobs()).containsExactly(first, second);
    return root.activate();
  }

  private JobHandle job(String id) {
    return jobs.queue().findJob(JobId.parse(id)).orElseThrow();
  }

  @Test
  void allAboveAFailedJobAreBlockedAndWhyIsNamed() throws Exception {
    JobHandle root = submitTree();

    jobs.runAll();

    assertThat(root.state()).isEqualTo(JobState.BLOCKED);
    assertThat(root.isWaiting()).isTrue();
    assertThat(root.hasError(false)).isFalse();
    assertThat(root.summary().status().state()).isEqualTo(JobState.BLOCKED);
    assertThat(job("1/0").state()).isEqualTo(JobState.BLOCKED);
    assertThat(root.whyNotRunning()).contains("blocked").contains("1/0/0 (failed)");
  }

  @Test
  void aRetryOfTheTreeResumesExactlyWhatIsNeeded() throws Exception {
    JobHandle root = submitTree();
    jobs.runAll();
    Files.createFile(jobs.file("fine"));
    Files.delete(jobs.file("log"));

    assertThat(root.retry().changed()).isEqualTo(2);
    assertThat(root.state()).isEqualTo(JobState.WAITING);
    assertThat(job("1/0").state()).isEqualTo(JobState.WAITING);
    jobs.runAll();

    assertThat(jobs.lines("log")).containsExactly("a", "b", "upper", "root");
    assertThat(root.isFinished()).isTrue();
  }

  @Test
  void aRetryOfOneLeavesWhatTheOtherBlocksBlocked() throws Exception {
    JobHandle root = submitTree();
    jobs.runAll();

    assertThat(job("1/0/0").retry().changed()).isEqualTo(1);
    assertThat(root.state()).isEqualTo(JobState.BLOCKED);
    assertThat(job("1/0/1").retry().changed()).isEqualTo(1);
    assertThat(root.state()).isEqualTo(JobState.WAITING);
    assertThat(job("1/0/1").cancel().changed()).isEqualTo(1);
    assertThat(root.state()).isEqualTo(JobState.BLOCKED);
    assertThat(job("1/0/1").retry().changed()).isEqualTo(1);
    job("1/0/0").setError("no good");
    assertThat(root.state()).isEqualTo(JobState.BLOCKED);
  }

  @Test
  void aBlockWithAFailedChunkIsBlocked() throws Exception {
    JobRoot root = jobs.root("test $JOBQUEUE_FIRST_FRAME != 3", options -> options);
    root.setFrames(FrameRange.parse("1-5"));
    JobHandle block = root.activate();
    jobs.runAll();

    assertThat(block.state()).isEqualTo(JobState.BLOCKED);
    assertThat(job("1/f3").skip().changed()).isEqualTo(1);
    assertThat(block.state()).isEqualTo(JobState.WAITING);
    jobs.runAll();
    assertThat(block.isFinished()).isTrue();
  }

  @Test
  void whatIsSkippedCountsAsDoneWithoutBeingRun() throws Exception {
    JobHandle root = submitTree();
    jobs.runAll();
    Files.delete(jobs.file("log"));

    assertThat(job("1/0/0").skip().changed()).isEqualTo(1);
    assertThat(job("1/0/1").skip(false).changed()).isEqualTo(1);
    assertThat(job("1/0/0").whyNotRunning()).contains("to be skipped");
    jobs.runAll();

    assertThat(root.isFinished()).isTrue();
    assertThat(jobs.lines("log")).containsExactly("upper", "root");
    assertThat(job("1/0/0").statusLine()).hasValue("skipped");
  }

  @Test
  void aWholeTreeCanBeSkipped() throws Exception {
    JobHandle root = submitTree();

    assertThat(root.skip().changed()).isEqualTo(4);
    jobs.runAll();

    assertThat(root.isFinished()).isTrue();
    assertThat(jobs.lines("log")).isEmpty();
  }

  @Test
  void aBlockThatIsSkippedRunsNoFrame() throws Exception {
    JobRoot root = jobs.root("echo x >> $T/log", options -> options);
    root.setFrames(FrameRange.parse("1-200"), 10);
    JobHandle block = root.activate();

    assertThat(block.skip().changed()).isEqualTo(1);
    jobs.runAll();

    assertThat(block.isFinished()).isTrue();
    assertThat(jobs.lines("log")).isEmpty();
    assertThat(block.listSubJobs()).hasSize(20).allMatch(JobHandle::isFinished);
  }

  @Test
  void aRunningJobIsStoppedAndSkipped() throws Exception {
    JobHandle job = jobs.submit("sleep 600", options -> options);
    try (Worker worker =
        jobs.queue().newWorker(WorkerOptions.defaults().withLongestPoll(Duration.ofMillis(50)))) {
      worker.start();
      await().until(job::isRunning);

      assertThat(job.skip().changed()).isEqualTo(1);

      await().atMost(Duration.ofSeconds(20)).until(job::isFinished);
      assertThat(job.statusLine()).hasValue("skipped");
    }
  }

  @Test
  void aRetryTakesTheSkippingOfAFailedJobBack() throws Exception {
    JobHandle job = jobs.submit("false", options -> options);
    assertThat(job.skip().changed()).isEqualTo(1);
    assertThat(job.cancel().changed()).isEqualTo(1);
    assertThat(job.retry().changed()).isEqualTo(1);

    jobs.runAll();

    assertThat(job.state()).isEqualTo(JobState.FAILED);
  }

  private static JobOptions impossible(JobOptions options) {
    return options.withRequirements(
        Requirements.NONE.withTags(Set.of("nobody-has-this")).withLimits(Map.of("undefined", 1)));
  }

  @Test
  void whatNoWorkerCouldRunCanBeSkippedAllTheSame() throws Exception {
    JobRoot root = jobs.root("echo root >> $T/log", options -> options);
    Job sub = jobs.sub(root, "echo sub >> $T/log", BlockedAndSkippedTest::impossible);
    assertThat(root.subJobs()).containsExactly(sub);
    JobHandle handle = root.activate();
    JobRoot frames = jobs.root("echo frame >> $T/log", BlockedAndSkippedTest::impossible);
    frames.setFrames(FrameRange.parse("1-50"), 10);
    JobHandle block = frames.activate();
    JobHandle alone = jobs.submit("echo alone >> $T/log", BlockedAndSkippedTest::impossible);
    try (Worker worker =
        jobs.queue().newWorker(WorkerOptions.defaults().withLongestPoll(Duration.ofMillis(50)))) {
      worker.start();
      JobHandle behind = jobs.submit("echo behind >> $T/log", options -> options);
      await().until(behind::isFinished); // by now the worker has refused the others
      assertThat(handle.state()).isEqualTo(JobState.WAITING);

      assertThat(job("1/0").skip().changed()).isEqualTo(1);
      assertThat(block.skip().changed()).isEqualTo(1);

      await().atMost(Duration.ofSeconds(20)).until(handle::isFinished);
      await().atMost(Duration.ofSeconds(20)).until(block::isFinished);
      assertThat(alone.state()).isEqualTo(JobState.WAITING);
    }
    assertThat(alone.skip().changed()).isEqualTo(1);
    assertThat(jobs.queue().runNextAvailableJob()).isTrue();
    assertThat(alone.isFinished()).isTrue();
    assertThat(jobs.lines("log")).containsExactly("behind", "root");
  }
}
