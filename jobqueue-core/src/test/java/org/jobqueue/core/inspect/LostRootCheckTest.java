package org.jobqueue.core.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.Damage;
import org.jobqueue.api.Finding;
import org.jobqueue.api.Finding.Outcome;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.QueueFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roots that have lost their state, or seem to have. */
class LostRootCheckTest {
  @TempDir private Path temp;

  @Test
  void aRootThatHasLostEverythingIsSetAsideWithItsSubJobs() throws IOException {
    for (boolean marked : new boolean[] {false, true}) {
      Bed bed = new Bed(temp.resolve("queue" + marked));
      bed.submit(Bed.diamond());
      removeFiles(bed.layout().job(JobId.parse("1")));
      Bed.remove(bed.layout().ready());
      Files.createDirectory(bed.layout().ready());
      if (marked) {
        Files.createFile(bed.layout().goneMark(1)); // as a repair leaves it that was killed
      }

      List<Finding> findings = bed.check(true);

      assertThat(findings).extracting(Finding::kind).containsExactly(Damage.NO_STATE);
      assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.REPAIRED);
      try (Stream<Path> aside = Files.walk(bed.layout().quarantine())) {
        assertThat(aside.filter(Files::isRegularFile).filter(file -> file.endsWith("job.json")))
            .hasSize(3);
      }
      assertThat(bed.check(true)).isEmpty();
    }
  }

  /** The state and the definition of a job, but nothing else. */
  private static void removeFiles(Path job) throws IOException {
    try (Stream<Path> all = Files.list(job)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRootWhoseStateIsOnlyInvisibleIsNotSetAside(boolean subJobsAreSeen) throws IOException {
    Bed bed = new Bed(temp.resolve("queue"));
    bed.submit(Bed.diamond());
    Damage seen = subJobsAreSeen ? Damage.NO_STATE : Damage.RESERVED_NUMBER;
    Path state = bed.layout().job(JobId.parse("1"));
    Path definition = bed.layout().definition(JobId.parse("1"));
    QueueFiles files =
        new Refusing(state.resolve("nothing")) {
          @Override
          public List<String> list(Path directory) throws IOException {
            if (directory.equals(state)) {
              return subJobsAreSeen ? List.of(QueueLayout.SUB_JOBS) : List.of();
            }
            return super.list(directory);
          }

          @Override
          public byte[] read(Path file, int limit) throws IOException {
            if (file.equals(definition)) {
              throw new NoSuchFileException(file.toString());
            }
            return super.read(file, limit);
          }
        };

    List<Finding> findings =
        bed.check(bed.process(files), CheckOptions.defaults().withRepair(true));

    assertThat(findings)
        .filteredOn(finding -> finding.kind() == seen)
        .extracting(Finding::outcome)
        .containsExactly(Outcome.CANNOT);
    assertThat(definition).isRegularFile();
    assertThat(bed.layout().goneMark(1)).doesNotExist();
  }
}
