package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.JobStateException;
import org.jobqueue.api.MissingFiles;
import org.jobqueue.api.NoSuchJobException;
import org.jobqueue.api.QueueVerification;
import org.jobqueue.api.Reconciliation;
import org.jobqueue.api.UnknownJobTypeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of jobs that are done are deleted, and exactly these are made again. */
@Timeout(120)
class ReconcileTest {
  private static final String FRAMES =
      "echo $JOBQUEUE_FIRST_FRAME $JOBQUEUE_LAST_FRAME >> $T/runs;"
          + " for f in $(seq $JOBQUEUE_FIRST_FRAME $JOBQUEUE_LAST_FRAME);"
          + " do echo pixels > $T/$(printf %04d $f).png; done";

  @TempDir private Path directory;

  private CommandQueue jobs;

  @BeforeEach
  void createQueue() {
    jobs = new CommandQueue(directory);
  }

  /** A job that leaves one file and a trace of having run. */
  private String make(String name) {
    return "echo " + name + " >> $T/runs; echo x > $T/" + name;
  }

  private ExpectedFile file(String name) {
    return ExpectedFile.of(jobs.file(name).toString());
  }

  private Job sub(Job parent, String name) {
    return jobs.sub(parent, make(name), options -> options.withOutputs(List.of(file(name))))
        .setLabel(name);
  }

  private JobRoot root(String name) {
    JobRoot root = jobs.root(make(name), options -> options.withOutputs(List.of(file(name))));
    root.setLabel(name);
    return root;
  }

  private JobHandle block(String range, int chunk) {
    JobRoot root =
        jobs.root(FRAMES, options -> options.withOutputs(List.of(file("{frame:4}.png"))));
    root.setFrames(FrameRange.parse(range), chunk);
    return root.activate();
  }

  private void delete(String... names) throws IOException {
    for (String name : names) {
      Files.delete(jobs.file(name));
    }
  }

  private void forgetRuns() throws IOException {
    Files.delete(jobs.file("runs"));
  }

  private Reconciliation reconcile(JobHandle job) {
    return jobs.queue().reconcile(job);
  }

  private List<String> labelsBelow(JobHandle job) {
    try (Stream<JobHandle> tree = job.tree()) {
      return tree.map(JobHandle::label).toList();
    }
  }

  private void verify() {
    QueueVerification verification =
        JobQueues.verify(
            jobs.queue().location().orElseThrow(),
            violation -> {
              throw new AssertionError(violation);
            });
    assertThat(verification.holds()).isTrue();
  }

  @Test
  void exactlyTheFramesThatAreMissingAreRunAgain() throws Exception {
    JobHandle block = block("1-20", 1);
    jobs.runAll();
    delete("0003.png", "0004.png", "0017.png");
    forgetRuns();

    Reconciliation result = reconcile(block);

    assertThat(result.compared()).isEqualTo(1);
    assertThat(result.missing())
        .containsExactly(
            new MissingFiles(
                block.id(),
                block.label(),
                Optional.of(FrameRange.parse("3-4,17")),
                "the expected file " + jobs.file("0003.png") + " is missing",
                Optional.empty()));
    JobHandle copy = result.submitted().orElseThrow();
    assertThat(copy.frames()).contains(FrameRange.parse("3-4,17"));
    assertThat(copy.parameters()).isEqualTo(block.parameters());
    assertThat(copy.options()).isEqualTo(block.options());
    jobs.runAll();
    assertThat(copy.isFinished()).isTrue();
    assertThat(jobs.lines("runs")).containsExactlyInAnyOrder("3 3", "4 4", "17 17");
    assertThat(block.attempts()).hasSize(1);
    verify();
    assertThat(reconcile(block).missing()).isEmpty();
    assertThat(jobs.queue().listJobs()).hasSize(2);
  }

  @Test
  void chunksOfMoreFramesHaveOnlyWhatIsMissing() throws Exception {
    JobHandle block = block("1-40", 10);
    jobs.runAll();
    delete("0005.png", "0006.png", "0038.png");
    for (int frame = 11; frame <= 20; frame++) {
      delete("00" + frame + ".png");
    }
    forgetRuns();

    JobHandle top = reconcile(block).submitted().orElseThrow();
    jobs.runAll();

    assertThat(top.isFinished()).isTrue();
    assertThat(jobs.lines("runs")).containsExactlyInAnyOrder("5 5", "6 6", "11 20", "38 38");
    assertThat(reconcile(block).missing()).isEmpty();
  }

  @Test
  void exactlyTheFrameJobsOfATreeThatLackFilesAreRunAgain() throws Exception {
    JobRoot film = root("film");
    for (int i = 0; i < 10; i++) {
      sub(film, "f" + i);
    }
    film.setPriority(700);
    JobHandle job = film.activate();
    jobs.runAll();
    delete("f2", "f5", "f9");
    forgetRuns();

    JobHandle top = reconcile(job).submitted().orElseThrow();

    assertThat(top.type()).isEqualTo("group");
    assertThat(top.label()).isEqualTo("missing files of film");
    assertThat(top.priority()).isEqualTo(700);
    assertThat(top.listSubJobs()).extracting(JobHandle::label).containsExactly("f2", "f5", "f9");
    jobs.runAll();
    assertThat(top.isFinished()).isTrue();
    assertThat(jobs.lines("runs")).containsExactlyInAnyOrder("f2", "f5", "f9");
    verify();
  }

  @Test
  void whatStoodBelowAnotherDoesSoAgainAtWhateverDepth() throws Exception {
    JobRoot film = root("film");
    Job left = sub(film, "left");
    Job right = sub(film, "right");
    Job between = sub(left, "between");
    Job shared = sub(between, "shared");
    right.addDependency(shared);
    JobHandle job = film.activate();
    jobs.runAll();
    delete("shared", "left", "right");
    forgetRuns();

    JobHandle top = reconcile(job).submitted().orElseThrow();

    assertThat(labelsBelow(top))
        .containsExactly("shared", "left", "right", "missing files of film");
    JobHandle newLeft = top.listSubJobs().get(0);
    JobHandle newRight = top.listSubJobs().get(1);
    assertThat(newLeft.listSubJobs()).isEqualTo(newRight.listSubJobs()).hasSize(1);
    jobs.runAll();
    assertThat(jobs.lines("runs")).containsExactly("shared", "left", "right");
    verify();
  }

  @Test
  void aSingleJobOnTopNeedsNoGroup() throws Exception {
    JobRoot film = root("film");
    sub(sub(film, "comp"), "frame");
    JobHandle job = film.activate();
    jobs.runAll();
    delete("film", "frame");
    forgetRuns();

    JobHandle top = reconcile(job).submitted().orElseThrow();

    assertThat(labelsBelow(top)).containsExactly("frame", "film");
    jobs.runAll();
    assertThat(jobs.lines("runs")).containsExactly("frame", "film");
  }

  @Test
  void whatIsInTheQueueAlreadyIsNotSubmittedAgain() throws Exception {
    JobHandle block = block("1-5", 1);
    jobs.runAll();
    delete("0002.png");
    JobHandle first = reconcile(block).submitted().orElseThrow();
    Reconciliation second = reconcile(block);
    assertThat(second.submitted()).isEmpty();
    assertThat(second.missing())
        .extracting(MissingFiles::queued)
        .containsExactly(Optional.of(first.id()));

    delete("0004.png");
    JobHandle third = reconcile(block).submitted().orElseThrow();
    assertThat(third.frames()).contains(FrameRange.parse("4"));

    first.cancel();
    assertThat(reconcile(block).submitted()).isEmpty();
    jobs.queue().deleteJob(first);
    assertThat(reconcile(block).submitted().orElseThrow().frames()).contains(FrameRange.parse("2"));
  }

  @Test
  void copiesOfCopiesAreKnownToo() throws Exception {
    JobHandle block = block("1-5", 1);
    jobs.runAll();
    delete("0002.png");
    JobHandle copy = reconcile(block).submitted().orElseThrow();
    jobs.runAll();
    delete("0002.png");

    JobHandle again = reconcile(copy).submitted().orElseThrow();

    assertThat(reconcile(block).submitted()).isEmpty();
    assertThat(reconcile(copy).missing().get(0).queued()).contains(again.id());
  }

  @Test
  void relativePathsAreThoseOfTheAttemptThatCounts() throws Exception {
    JobRoot root =
        jobs.root(
            "echo $JOBQUEUE_FIRST_FRAME >> $T/runs; echo x > $JOBQUEUE_FIRST_FRAME.txt",
            options -> options.withOutputs(List.of(ExpectedFile.of("{frame}.txt"))));
    root.setFrames(FrameRange.parse("1-4"), 1);
    JobHandle block = root.activate();
    jobs.runAll();
    assertThat(reconcile(block).missing()).isEmpty();
    JobHandle third = block.listSubJobs().get(2);
    Files.delete(third.files().orElseThrow().runningDirectory().resolve("3.txt"));
    forgetRuns();

    JobHandle copy = reconcile(block).submitted().orElseThrow();
    jobs.runAll();

    assertThat(copy.isFinished()).isTrue();
    assertThat(jobs.lines("runs")).containsExactly("3");
    Reconciliation again = reconcile(block);
    assertThat(again.missing()).as("the copy has left the file").isEmpty();
  }

  @Test
  void aChunkAloneIsCompared() throws Exception {
    JobHandle block = block("1-6", 2);
    jobs.runAll();
    delete("0003.png", "0006.png");
    forgetRuns();

    reconcile(block.listSubJobs().get(1));
    jobs.runAll();

    assertThat(jobs.lines("runs")).containsExactly("3 3");
  }

  @Test
  void whatWasSkippedIsLeftAlone() throws Exception {
    JobHandle block = block("1-3", 1);
    block.skip();
    JobHandle single = root("a").activate();
    single.skip();
    jobs.runAll();

    assertThat(reconcile(block).missing()).isEmpty();
    assertThat(reconcile(block).skipped()).isEqualTo(3);
    assertThat(reconcile(single).skipped()).isEqualTo(1);
    assertThat(jobs.lines("runs")).isEmpty();
  }

  @Test
  void aDryRunSubmitsNothing() throws Exception {
    JobHandle block = block("1-3", 1);
    jobs.runAll();
    delete("0001.png");

    Reconciliation result = jobs.queue().reconcile(block, true);

    assertThat(result.missing()).hasSize(1);
    assertThat(result.submitted()).isEmpty();
    assertThat(jobs.queue().listJobs()).hasSize(1);
  }

  @Test
  void whatCannotBeComparedIsRefused() throws Exception {
    JobHandle waiting = root("a").activate();
    assertThatThrownBy(() -> reconcile(waiting))
        .isInstanceOf(JobStateException.class)
        .hasMessage("job 1 is waiting; only one that is done is compared with its files");
    JobHandle plain = jobs.submit("true", options -> options);
    jobs.runAll();
    assertThat(reconcile(plain).compared()).isZero();
    delete("a");
    jobs.queue().deleteJob(waiting);
    assertThatThrownBy(() -> reconcile(waiting)).isInstanceOf(NoSuchJobException.class);
    assertThat(waiting.id()).isEqualTo(JobId.ofRoot(1));
  }

  @Test
  void aTypeThatIsUnknownHereSubmitsNothing() throws Exception {
    JobHandle job = root("a").activate();
    jobs.runAll();
    delete("a");
    Path definition = jobs.queue().location().orElseThrow().resolve("jobs/000000/job1/job.json");
    String text = Files.readString(definition);
    Files.writeString(definition, text.replace("\"type\":\"command\"", "\"type\":\"teapot\""));

    assertThatThrownBy(() -> reconcile(job))
        .isInstanceOf(UnknownJobTypeException.class)
        .hasMessageContaining("teapot");
    assertThat(jobs.queue().listJobs()).hasSize(1);
    assertThat(job.state()).isEqualTo(JobState.DONE);
  }
}
