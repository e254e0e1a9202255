package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that have to leave files. */
@Timeout(120)
class OutputsTest {
  private static final String FRAMES =
      "for f in $(seq $JOBQUEUE_FIRST_FRAME $JOBQUEUE_LAST_FRAME);"
          + " do echo $f >> $T/runs; echo pixels > $T/$(printf %04d $f).png; done";

  @TempDir private Path directory;

  private CommandQueue jobs;

  @BeforeEach
  void createQueue() {
    jobs = new CommandQueue(directory);
  }

  private UnaryOperator<JobOptions> expecting(ExpectedFile... files) {
    return options -> options.withOutputs(List.of(files));
  }

  private ExpectedFile file(String name) {
    return ExpectedFile.of(jobs.file(name).toString());
  }

  private JobHandle submitFrames(String range, int chunk, UnaryOperator<JobOptions> options) {
    JobRoot root = jobs.root(FRAMES, expecting(file("{frame:4}.png")).andThen(options)::apply);
    root.setFrames(FrameRange.parse(range), chunk);
    return root.activate();
  }

  private static String error(JobHandle job) {
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    return job.error().orElseThrow().message();
  }

  @Test
  void aJobThatLeavesItsFilesIsDone() throws Exception {
    JobHandle job = jobs.submit("echo pixels > $T/a.png", expecting(file("a.png")));
    JobHandle relative = jobs.submit("echo x > here.txt", expecting(ExpectedFile.of("here.txt")));

    jobs.runAll();

    assertThat(job.isFinished()).isTrue();
    assertThat(relative.isFinished()).isTrue();
  }

  @Test
  void oneThatExitsWithZeroAndLeavesNothingHasFailed() throws Exception {
    JobHandle missing = jobs.submit("true", expecting(file("a.png")));
    JobHandle empty = jobs.submit(": > $T/b.png", expecting(file("b.png")));
    JobHandle small = jobs.submit("echo x > $T/c", expecting(file("c").withMinimumSize(100)));
    JobHandle wrong =
        jobs.submit("echo x > $T/d.png", expecting(file("d.png").withMagic("89504E47")));
    JobHandle folder = jobs.submit("mkdir $T/e", expecting(file("e")));

    jobs.runAll();

    assertThat(error(missing)).isEqualTo("the expected file " + jobs.file("a.png") + " is missing");
    assertThat(error(empty)).endsWith("has 0 bytes; at least 1 are expected");
    assertThat(error(small)).endsWith("has 2 bytes; at least 100 are expected");
    assertThat(error(wrong)).endsWith("does not begin with the bytes 89504e47");
    assertThat(error(folder)).endsWith("is no file");
  }

  @Test
  void theBytesAtTheBeginningAreCompared() throws Exception {
    JobHandle png =
        jobs.submit(
            "printf '\\211PNG\\r\\n' > $T/a.png", expecting(file("a.png").withMagic("89504e47")));

    jobs.runAll();

    assertThat(png.isFinished()).isTrue();
  }

  @Test
  void eachFrameOfAChunkIsLookedFor() throws Exception {
    JobRoot root =
        jobs.root(
            "test $JOBQUEUE_FIRST_FRAME = 5 || touch $T/x; for f in $(seq $JOBQUEUE_FIRST_FRAME"
                + " $JOBQUEUE_LAST_FRAME); do test $f = 3 || echo x > $T/$f.png; done",
            expecting(file("{frame}.png")));
    root.setFrames(FrameRange.parse("1-6"), 2);
    JobHandle block = root.activate();

    jobs.runAll();

    assertThat(block.listSubJobs())
        .extracting(JobHandle::state)
        .containsExactly(JobState.DONE, JobState.FAILED, JobState.DONE);
    assertThat(error(block.listSubJobs().get(1))).endsWith("3.png is missing");
  }

  @Test
  void whatExistsIsSkipped() throws Exception {
    Files.writeString(jobs.file("0002.png"), "pixels");
    Files.writeString(jobs.file("0003.png"), "pixels");
    Files.writeString(jobs.file("0004.png"), "");
    JobHandle block = submitFrames("1-5", 1, options -> options.withSkipExisting(true));

    jobs.runAll();

    assertThat(block.isFinished()).isTrue();
    assertThat(jobs.lines("runs")).containsExactlyInAnyOrder("1", "4", "5");
    assertThat(block.listSubJobs().get(1).statusLine())
        .hasValue("all expected files were there; nothing was run");
  }

  @Test
  void nonsenseIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ExpectedFile.of(" "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExpectedFile.of("a").withMinimumSize(-1))
        .withMessageContaining("minimumSize is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExpectedFile.of("a").withMagic("xyz"))
        .withMessageContaining("hexadecimal");
    JobRoot nothing = jobs.root("true", options -> options.withSkipExisting(true));
    assertThatThrownBy(nothing::activate)
        .isInstanceOf(InvalidHierarchyException.class)
        .hasMessageContaining("says of no file that it expects it");
    JobRoot frameless = jobs.root("true", expecting(file("{frame}.png")));
    assertThatThrownBy(frameless::activate)
        .isInstanceOf(InvalidHierarchyException.class)
        .hasMessageContaining("has no frames, but expects the file");
  }
}
