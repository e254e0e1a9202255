package org.jobqueue.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.HostBlock;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.HostBlocks;
import org.jobqueue.core.protocol.QueueDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureWatchTest {
  private static final JobError NO_DRIVER =
      new JobError("no driver for device 7", Optional.of(3), Optional.empty());

  @TempDir Path directory;
  private final SettableTime time = new SettableTime();
  private QueueDirectory queue;
  private FailureWatch watch;

  /** One time for people and for leases. */
  private static final class SettableTime extends Clock {
    private Instant now = Instant.parse("2026-03-04T05:06:07Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    long nanos() {
      return now.toEpochMilli() * 1_000_000;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void makeQueue() throws IOException {
    QueueLayout layout = new QueueLayout(directory);
    for (Path part : layout.directories()) {
      Files.createDirectory(part);
    }
    Environment here = Environment.ofThisMachine();
    Environment environment =
        new Environment(here.files(), time, time::nanos, here.random(), here.processes());
    queue = new QueueDirectory(layout, QueueOptions.defaults(), environment);
    watch = new FailureWatch(queue, 3);
  }

  private void fails(String job, JobError error) {
    watch.failed(JobId.parse(job), "blender", error, "w_1_0");
  }

  /** What a worker that has just started on this host sees. */
  private boolean anotherMayTake(String type) {
    return new FailureWatch(queue, 3).mayTake(type);
  }

  private static JobError saying(String message) {
    return JobError.of(message);
  }

  @Test
  void threeDifferentJobsThatFailAlikeBlockTheTypeOnThisHost() throws IOException {
    fails("1", NO_DRIVER);
    fails("2", NO_DRIVER);
    assertThat(watch.mayTake("blender")).isTrue();
    fails("3", NO_DRIVER);
    assertThat(watch.mayTake("blender")).isFalse();
    assertThat(watch.mayTake("command")).isTrue();
    assertThat(anotherMayTake("blender")).isFalse();
    HostBlocks blocks = new HostBlocks(queue);
    assertThat(blocks.all())
        .containsExactly(
            new HostBlock(
                blocks.thisHost(),
                "blender",
                time.instant().plus(Duration.ofMinutes(10)),
                "3 different jobs failed in the same way, the last was 3: no driver for device"
                    + " 7"));
  }

  @Test
  void numbersInMessagesMakeNoDifference() {
    fails("1", saying("cannot write frame 17"));
    fails("2", saying("cannot write frame 4"));
    fails("3", saying("cannot write frame 230"));
    assertThat(watch.mayTake("blender")).isFalse();
  }

  @Test
  void isForgivenAfterItsTime() throws IOException {
    for (int job = 1; job <= 3; job++) {
      fails("" + job, NO_DRIVER);
    }
    time.advance(Duration.ofMinutes(10).minusSeconds(1));
    assertThat(watch.mayTake("blender")).isFalse();
    time.advance(Duration.ofSeconds(7));
    assertThat(watch.mayTake("blender")).isTrue();
    assertThat(new HostBlocks(queue).all()).isEmpty();
    fails("4", NO_DRIVER); // counted from the beginning again
    assertThat(anotherMayTake("blender")).isTrue();
  }

  @Test
  void isLiftedByHandWithinSeconds() throws IOException {
    for (int job = 1; job <= 3; job++) {
      fails("" + job, NO_DRIVER);
    }
    assertThat(watch.mayTake("blender")).isFalse();
    HostBlocks blocks = new HostBlocks(queue);
    assertThat(blocks.remove(blocks.thisHost(), "command")).isFalse();
    assertThat(blocks.remove(blocks.thisHost(), "blender")).isTrue();
    time.advance(Duration.ofSeconds(6));
    assertThat(watch.mayTake("blender")).isTrue();
  }

  @Test
  void aSuccessInBetweenResets() {
    fails("1", NO_DRIVER);
    fails("2", NO_DRIVER);
    watch.succeeded("command"); // of another type: proves nothing
    watch.succeeded("blender");
    fails("3", NO_DRIVER);
    fails("4", NO_DRIVER);
    assertThat(watch.mayTake("blender")).isTrue();
    watch.succeeded("command");
    fails("5", NO_DRIVER);
    assertThat(watch.mayTake("blender")).isFalse();
  }

  @Test
  void differentErrorsDoNotCountTogether() {
    fails("1", NO_DRIVER);
    fails("2", saying("the scene is missing"));
    fails("3", new JobError("no driver for device 7", Optional.of(4), Optional.empty()));
    fails("4", saying("no licence"));
    fails("5", NO_DRIVER.withErrorClass(ErrorClass.WORKER));
    assertThat(watch.mayTake("blender")).isTrue();
  }

  @Test
  void theSameJobCountsOnce() {
    for (int i = 0; i < 5; i++) {
      fails("1", NO_DRIVER);
    }
    assertThat(watch.mayTake("blender")).isTrue();
  }

  @Test
  void chunksOfOneBlockAreOneJobUnlessTheMachineIsToBlame() {
    for (int frame = 1; frame <= 5; frame++) {
      fails("1/0/f" + frame, NO_DRIVER);
    }
    assertThat(watch.mayTake("blender")).isTrue();
    JobError ofMachine = NO_DRIVER.withErrorClass(ErrorClass.WORKER);
    fails("1/0/f1", ofMachine);
    fails("1/0/f2", ofMachine);
    assertThat(watch.mayTake("blender")).isTrue();
    fails("1/0/f3", ofMachine);
    assertThat(watch.mayTake("blender")).isFalse();
  }

  @Test
  void blockAfterZeroIsNever() throws IOException {
    FailureWatch never = new FailureWatch(queue, 0);
    for (int job = 1; job <= 50; job++) {
      never.failed(JobId.ofRoot(job), "blender", NO_DRIVER, "w_1_0");
    }
    assertThat(never.mayTake("blender")).isTrue();
    assertThat(new HostBlocks(queue).all()).isEmpty();
  }

  @Test
  void othersCanBeChosen() {
    FailureWatch first = new FailureWatch(queue, 1);
    first.failed(JobId.ofRoot(1), "blender", NO_DRIVER, "w_1_0");
    assertThat(first.mayTake("blender")).isFalse();
  }
}
