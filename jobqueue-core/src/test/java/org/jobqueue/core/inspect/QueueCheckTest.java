package org.jobqueue.core.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jobqueue.api.CheckListener;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.CheckResult;
import org.jobqueue.api.Damage;
import org.jobqueue.api.Finding;
import org.jobqueue.api.Finding.Outcome;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.protocol.WorkerSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of damage is named, left alone without a repair, and mended with one. */
class QueueCheckTest {
  @TempDir Path temp;

  private Bed bed() throws IOException {
    Bed bed = new Bed(temp.resolve("queue"));
    bed.submit(Bed.diamond());
    bed.submit(Bed.single());
    return bed;
  }

  private static Set<Damage> kinds(List<Finding> findings) {
    return findings.stream().map(Finding::kind).collect(Collectors.toSet());
  }

  @Test
  void findsNothingInASoundQueue() throws IOException {
    Bed bed = bed();
    assertThat(bed.check(false)).isEmpty();
    bed.run(2);
    assertThat(bed.check(true)).isEmpty();
    bed.run(9);
    assertThat(bed.check(true)).isEmpty();
    assertThat(bed.committed()).hasSize(5);
  }

  /** Who was slow in waking a job may issue its ticket when the job is done already. */
  @Test
  void aTicketIssuedOnceMoreIsLeftToTheWorkers() throws IOException {
    Bed bed = new Bed(temp.resolve("queue"));
    bed.submit(Bed.single());
    Path ticket = bed.ticket("j1.");
    bed.run(1);
    Files.createDirectories(ticket.getParent());
    Files.createFile(ticket);
    bed.submit(Bed.single());
    WorkerSession worker = WorkerSession.register(bed.process());
    CheckOptions impatient = CheckOptions.defaults().withRepair(true).withPatient(false);
    assertThat(bed.check(bed.process(), impatient)).isEmpty();
    assertThat(ticket).exists();
    bed.run(1);
    assertThat(ticket).doesNotExist();

    Files.createDirectories(ticket.getParent());
    Files.createFile(ticket);
    assertThat(kinds(bed.check(false))).contains(Damage.STALE_TICKET);
    worker.signOff();
    assertThat(kinds(bed.check(bed.process(), impatient))).containsExactly(Damage.STALE_TICKET);
    assertThat(ticket).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("org.jobqueue.core.inspect.Plants#all")
  void isReportedAndNothingIsChanged(Plant plant) throws IOException {
    Bed bed = bed();
    plant.planting().plant(bed);
    Map<String, String> before = bed.snapshot();

    List<Finding> findings = bed.check(false);

    assertThat(kinds(findings)).as("%s", findings).isEqualTo(plant.reported());
    assertThat(findings).allMatch(f -> f.outcome() == Outcome.REPORTED);
    assertThat(findings).allMatch(f -> !f.message().isBlank());
    assertThat(findings).allMatch(f -> f.where().startsWith(bed.layout().location()));
    assertThat(bed.snapshot()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("org.jobqueue.core.inspect.Plants#all")
  void isMendedAndEveryJobThatCanBeDoneIsDone(Plant plant) throws IOException {
    Bed bed = bed();
    plant.planting().plant(bed);

    List<Finding> findings = bed.check(true);
    assertThat(plant.repaired()).as("%s", findings).containsAll(kinds(findings));
    Outcome expected = plant.isLasting() ? Outcome.CANNOT : Outcome.REPAIRED;
    assertThat(findings).isNotEmpty().allMatch(f -> f.outcome() == expected);

    List<Finding> again = bed.check(true);
    if (plant.isLasting()) {
      assertThat(again).isEqualTo(findings);
    } else {
      assertThat(again).isEmpty();
    }

    bed.run(99);
    for (JobId id : jobs(bed)) {
      boolean fails = plant.failingJobs().contains(id.toString());
      assertThat(bed.state(id) == JobState.DONE).as("%s is done", id).isEqualTo(!fails);
    }
    assertThat(new HashSet<>(bed.committed())).hasSameSizeAs(bed.committed());
  }

  /** All jobs that are there, by their directories. */
  private static List<JobId> jobs(Bed bed) {
    List<JobId> all = new ArrayList<>();
    for (String id : List.of("1", "1/0", "1/0/0", "1/1", "2", "3", "4")) {
      if (Files.isDirectory(bed.layout().job(JobId.parse(id)))
          && !(id.startsWith("4") && !id.equals("4"))) {
        all.add(JobId.parse(id));
      }
    }
    return all;
  }

  @Test
  void whatWasForeignIsKept() throws IOException {
    Bed bed = bed();
    Files.writeString(bed.layout().jobs().resolve("notes.txt"), "remember");
    Files.createDirectories(bed.layout().jobs().resolve("lost+found/deep"));

    bed.check(true);

    Map<String, String> after = bed.snapshot();
    assertThat(after.keySet()).noneMatch(name -> name.equals("jobs/notes.txt"));
    assertThat(after)
        .anySatisfy(
            (name, content) -> {
              assertThat(name).startsWith("quarantine/foreign/").endsWith("/jobs/notes.txt");
              assertThat(content).endsWith(" remember");
            });
    assertThat(after.keySet()).anyMatch(name -> name.endsWith("/jobs/lost+found/deep"));
  }

  @Test
  void filesOfPeopleInAJobAreNoFinding() throws IOException {
    Bed bed = bed();
    Files.writeString(bed.layout().job(JobId.parse("1/0")).resolve("notes.txt"), "mine");
    Files.createDirectories(bed.layout().job(JobId.parse("2")).resolve("frames/job7"));
    Files.createDirectory(bed.layout().subJob(JobId.parse("1"), 7));

    assertThat(bed.check(true)).isEmpty();
  }

  @Test
  void priorityRegistersAreKnown() throws IOException {
    Bed bed = bed();
    Files.createFile(bed.layout().job(JobId.parse("2")).resolve("p.1.700.host_1_x"));
    Path other = bed.layout().ready().resolve("p700/00000000/00");
    Files.createDirectories(other);
    Files.move(bed.ticket("j2."), other.resolve("j2.n0of1.root.p700.v1"));

    assertThat(bed.check(true)).isEmpty();
    Files.delete(other.resolve("j2.n0of1.root.p700.v1"));
    assertThat(kinds(bed.check(true))).containsExactly(Damage.JOB_WITHOUT_TICKET);
    assertThat(other.resolve("j2.n0of1.root.p700.v1")).exists();
  }

  @Test
  void withoutPatienceSuspectsAreCountedAndLeftAlone() throws IOException {
    Bed bed = bed();
    bed.claim(bed.process());
    Files.createDirectory(bed.layout().job(JobId.parse("3")));

    CheckResult result =
        bed.check(
            bed.process(),
            CheckOptions.defaults().withRepair(true).withPatient(false),
            finding -> {
              throw new AssertionError(finding);
            });

    assertThat(result.undecided()).isEqualTo(2);
    assertThat(result.isSound()).isTrue();
    assertThat(bed.layout().job(JobId.parse("3"))).exists();
  }

  @Test
  void saysThatItWaitsAndForHowLong() throws IOException {
    Bed bed = bed();
    bed.claim(bed.process());
    List<String> said = new ArrayList<>();

    bed.check(
        bed.process(),
        CheckOptions.defaults(),
        new CheckListener() {
          @Override
          public void found(Finding finding) {
            said.add(finding.kind().text());
          }

          @Override
          public void waiting(int suspects, Duration longest) {
            said.add(suspects + " for " + longest);
          }
        });

    assertThat(said).containsExactly("1 for PT8S", "dead-worker");
  }

  @Test
  void countsJobsAndOutcomes() throws IOException {
    Bed bed = bed();
    Files.delete(bed.ticket("j2."));
    Path definition = bed.layout().definition(JobId.parse("1/0"));
    Files.writeString(
        definition, Files.readString(definition).replace("\"format\":1", "\"format\":2"));

    CheckResult dry = bed.check(bed.process(), CheckOptions.defaults(), finding -> {});
    assertThat(dry).isEqualTo(new CheckResult(4, 2, 0, 0, 0));

    CheckResult repaired =
        bed.check(bed.process(), CheckOptions.defaults().withRepair(true), finding -> {});
    assertThat(repaired).isEqualTo(new CheckResult(4, 0, 1, 1, 0));
    assertThat(repaired.isSound()).isFalse();
  }
}
