package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.inspect.Bed;
import org.jobqueue.core.inspect.Plant;
import org.jobqueue.core.inspect.Plants;
import org.jobqueue.core.protocol.FaultyFiles.Crash;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A repair dies at each of its changes in turn, or loses the reply; the next one completes it. */
class RepairCrashTest {
  private static final CheckOptions REPAIR = CheckOptions.defaults().withRepair(true);
  private static final Set<String> QUICK =
      Set.of(
          "no state",
          "a token of a job that is done",
          "no latch and a ticket",
          "a ticket from the future",
          "a ticket with the wrong priority",
          "a running job without worker",
          "half deleted without intent",
          "a reserved number",
          "a copy for a link",
          "a renumbered job");

  @TempDir Path directory;

  static Stream<Plant> some() {
    return Plants.all().stream().filter(plant -> QUICK.contains(plant.name()));
  }

  static Stream<Plant> others() {
    return Plants.all().stream().filter(plant -> !QUICK.contains(plant.name()));
  }

  @ParameterizedTest
  @MethodSource("some")
  void aRepairThatDiesIsCompletedByTheNext(Plant plant) throws IOException {
    everywhere(plant, Fault.CRASH);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("some")
  void aRepairWhoseReplyIsLostIsCompletedByTheNext(Plant plant) throws IOException {
    everywhere(plant, Fault.LOST_REPLY);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("others")
  void everyOtherRepairIsCompletedByTheNext(Plant plant) throws IOException {
    everywhere(plant, Fault.CRASH);
    everywhere(plant, Fault.LOST_REPLY);
  }

  private void everywhere(Plant plant, Fault fault) throws IOException {
    for (int step = 0; ; step++) {
      Path place = directory.resolve(fault + "" + step);
      Bed bed = new Bed(place);
      bed.submit(Bed.diamond());
      bed.submit(Bed.single());
      plant.planting().plant(bed);
      FaultyFiles files = new FaultyFiles();
      files.arm(fault, step);
      QueueDirectory victim = bed.process(files);
      try {
        bed.check(victim, REPAIR);
      } catch (Crash e) {
        // as planned
      }
      bed.kill(victim);
      assertCompleted(bed, plant, fault + " at change " + step);
      if (!files.hasStruck()) {
        boolean changes = !plant.isLasting() && fault == Fault.CRASH;
        assertThat(step).isGreaterThan(changes ? 0 : -1); // no reply of a creation is lost
        return;
      }
    }
  }

  private static void assertCompleted(Bed bed, Plant plant, String when) throws IOException {
    bed.check(bed.process(), REPAIR);
    if (!plant.isLasting()) {
      assertThat(bed.check(bed.process(), REPAIR)).as(when).isEmpty();
    }
    bed.run(99);
    for (String name : List.of("1", "1/0", "1/0/0", "1/1", "2", "4")) {
      JobId id = JobId.parse(name);
      if (Files.isDirectory(bed.layout().job(id))) {
        boolean fails = plant.failingJobs().contains(name);
        assertThat(bed.state(id) == JobState.DONE).as("%s, job %s", when, id).isEqualTo(!fails);
      }
    }
    assertThat(bed.committed()).as(when).doesNotHaveDuplicates();
  }
}
