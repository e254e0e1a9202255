package org.jobqueue.core.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.CheckResult;
import org.jobqueue.api.Damage;
import org.jobqueue.api.Durability;
import org.jobqueue.api.Finding;
import org.jobqueue.api.Finding.Outcome;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.QueueConfiguration;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.core.protocol.Admission;
import org.jobqueue.core.protocol.Claims;
import org.jobqueue.core.protocol.WorkerSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage that the table of {@link Plants} has no room for. */
class SpecialChecksTest {
  @TempDir Path temp;

  private Bed bed() throws IOException {
    Bed bed = new Bed(temp.resolve("queue"));
    bed.submit(Bed.diamond());
    bed.submit(Bed.single());
    return bed;
  }

  @Test
  void damagedSettingsAreReplacedAndKeptAside() throws IOException {
    Bed bed = bed();
    Files.writeString(bed.layout().configuration(), "{\"format\": 1, \"id");
    var before = bed.snapshot();

    List<Finding> reported = bed.check(false);
    assertThat(reported).extracting(Finding::kind).containsOnly(Damage.DAMAGED_CONFIGURATION);
    assertThat(bed.snapshot()).isEqualTo(before);

    List<Finding> repaired = bed.check(true);
    assertThat(repaired).extracting(Finding::outcome).containsExactly(Outcome.REPAIRED);
    assertThat(repaired.get(0).message()).contains("those of a new queue");
    assertThat(settings(bed)).isEqualTo(QueueOptions.defaults());
    assertThat(bed.snapshot())
        .anySatisfy(
            (name, content) -> {
              assertThat(name).startsWith("quarantine/foreign/").endsWith("/queue.json");
              assertThat(content).endsWith("\"id");
            });
    assertThat(bed.check(true)).isEmpty();
    assertThat(bed.run(99)).isEqualTo(5);
  }

  @Test
  void missingSettingsAreReplacedWhileThereAreJobs() throws IOException {
    Bed bed = bed();
    Files.delete(bed.layout().configuration());

    assertThat(bed.check(false))
        .extracting(Finding::kind)
        .containsExactly(Damage.MISSING_CONFIGURATION);
    assertThat(bed.layout().configuration()).doesNotExist();
    assertThat(bed.check(true)).extracting(Finding::outcome).containsExactly(Outcome.REPAIRED);
    assertThat(bed.check(true)).isEmpty();
    assertThat(bed.run(99)).isEqualTo(5);
  }

  @Test
  void aDirectoryWithoutSettingsAndJobsIsNoQueue() throws IOException {
    Bed bed = new Bed(temp.resolve("queue"));
    Files.delete(bed.layout().configuration());

    assertThatThrownBy(() -> bed.check(true)).isInstanceOf(NoSuchFileException.class);
    assertThat(bed.layout().configuration()).doesNotExist();
  }

  @Test
  void aQueueOfANewerFormatIsRefused() throws IOException {
    Bed bed = bed();
    Files.writeString(bed.layout().configuration(), "{\"format\": 2, \"id\": \"x\"}");
    var before = bed.snapshot();

    assertThatThrownBy(() -> bed.check(true))
        .isInstanceOf(QueueConfiguration.NewerFormatException.class);
    assertThat(bed.snapshot()).isEqualTo(before);
  }

  private static QueueOptions settings(Bed bed) throws IOException {
    byte[] content = Files.readAllBytes(bed.layout().configuration());
    return QueueConfiguration.parse(content).options();
  }

  @Test
  void aWorkerDoesNotFailAJobOfANewerFormat() throws IOException {
    Bed bed = bed();
    Path definition = bed.layout().definition(JobId.parse("2"));
    String text = Files.readString(definition);
    Files.writeString(definition, text.replace("\"format\":1", "\"format\":2"));

    assertThat(bed.run(99)).isEqualTo(4);

    assertThat(bed.state(JobId.parse("2"))).isEqualTo(JobState.WAITING);
    assertThat(new Claims(bed.process()).anyCandidate(d -> true)).isFalse();
    Files.writeString(definition, text);
    assertThat(bed.run(99)).isEqualTo(1);
  }

  /** Its parent would tell that it is lost, but cannot be read either. */
  @Test
  void theTicketOfASubJobOfWhichNothingIsLeftGoes() throws IOException {
    Bed bed = bed();
    JobId lost = JobId.parse("1/0/0");
    Files.write(bed.layout().definition(JobId.parse("1/0")), new byte[0]);
    Bed.remove(bed.layout().job(lost));
    Files.createDirectory(bed.layout().job(lost));

    assertThat(bed.check(true)).extracting(Finding::kind).contains(Damage.TICKET_WITHOUT_JOB);

    assertThat(bed.check(true)).isEmpty();
    assertThat(bed.run(99)).isEqualTo(1); // the job 2
    assertThat(bed.layout().quarantine()).isEmptyDirectory();
  }

  @Test
  void ofTwoStatesWithOneVersionEverybodyChoosesTheSame() {
    List<String> names =
        List.of("s.3.done.1.0.0.a_1_x.1", "s.3.waiting.1.0.0.b_1_x.1", "s.3.running.1.0.0.c_1_x.1");
    List<RegisterName> registers =
        names.stream().map(name -> RegisterName.parse(name).orElseThrow()).toList();
    assertThat(registers.stream().max(RegisterName.PRECEDENCE)).contains(registers.get(0));
    assertThat(registers.stream().min(RegisterName.PRECEDENCE)).contains(registers.get(1));
  }

  @Test
  void oneUnreadableJobDoesNotHideTheOthers() throws IOException {
    Bed bed = bed();
    Files.delete(bed.ticket("j2."));
    Path hidden = bed.layout().job(JobId.parse("1/0/0"));
    QueueFiles files = new Refusing(hidden);

    List<Finding> findings =
        bed.check(bed.process(files), CheckOptions.defaults().withRepair(true));

    assertThat(findings)
        .filteredOn(f -> f.kind() == Damage.UNREADABLE)
        .isNotEmpty()
        .allMatch(f -> f.outcome() == Outcome.CANNOT && f.message().contains("AccessDenied"));
    assertThat(findings)
        .filteredOn(f -> f.kind() != Damage.UNREADABLE)
        .extracting(Finding::kind)
        .containsExactly(Damage.JOB_WITHOUT_TICKET);
  }

  @Test
  void permissionsOfSomebodyElseCannotBeMended() throws IOException {
    Bed bed = bed();
    Path state = bed.layout().job(JobId.parse("2"));
    Files.setPosixFilePermissions(state, Set.of(PosixFilePermission.OWNER_READ));
    QueueFiles files = new Refusing(state.resolve("nothing"));

    assertThat(bed.check(bed.process(files), CheckOptions.defaults().withRepair(true)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Damage.WRONG_PERMISSIONS);
              assertThat(finding.outcome()).isEqualTo(Outcome.CANNOT);
              assertThat(finding.message()).contains("belongs to somebody else");
            });
  }

  @Test
  void symbolicLinksAreCheckedAndMadeWhereTheQueueHasThem() throws IOException {
    QueueOptions options =
        new QueueOptions(false, true, Durability.NONE, Duration.ofSeconds(8), 1, Map.of());
    Bed bed = new Bed(temp.resolve("queue"), options);
    bed.submit(Bed.diamond());
    Path link = bed.layout().subJob(JobId.parse("1/1"), 0);
    Path target = Files.readSymbolicLink(link);
    assertThat(bed.check(true)).isEmpty();
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("../nowhere"));

    assertThat(bed.check(true)).extracting(Finding::kind).containsExactly(Damage.WRONG_LINK);

    assertThat(Files.readSymbolicLink(link)).isEqualTo(target);
    assertThat(bed.check(true)).isEmpty();
  }

  @Test
  void aWorkerThatIsSigningOffLacksNothing() throws IOException {
    Bed bed = bed();
    WorkerSession session = WorkerSession.register(bed.process());
    assertThat(session.beat()).isTrue();
    Bed.remove(bed.layout().runDirectory(session.name())); // the first step

    CheckOptions impatient = CheckOptions.defaults().withRepair(true).withPatient(false);
    assertThat(bed.check(bed.process(), impatient)).isEmpty();

    session.signOff();
    assertThat(bed.check(true)).isEmpty();
  }

  private static boolean beats(WorkerSession session) {
    try {
      return session.beat();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aLivingWorkerGetsItsRunDirectoryBack() throws IOException {
    Bed bed = bed();
    var process = bed.process();
    WorkerSession session = WorkerSession.register(process);
    assertThat(session.beat()).isTrue();
    Bed.remove(bed.layout().run());

    List<Finding> findings = new ArrayList<>();
    CheckResult result =
        new QueueCheck(
                bed.layout(),
                bed.process().environment(),
                CheckOptions.defaults().withRepair(true),
                findings::add,
                time -> bed.advance(time) && beats(session))
            .run();

    assertThat(result.repaired()).isEqualTo(2);
    assertThat(findings)
        .extracting(Finding::where)
        .containsExactly(bed.layout().run(), bed.layout().runDirectory(session.name()));
    assertThat(new Claims(process).next(session, Admission.ALL, 0).claim()).isPresent();
  }

  @Test
  void aWorkerThatBeatsIsNoSuspectForLong() throws IOException {
    Bed bed = bed();
    WorkerSession session = WorkerSession.register(bed.process());
    int[] pauses = new int[1];
    var environment = bed.process().environment();
    var check =
        new QueueCheck(
            bed.layout(),
            environment,
            CheckOptions.defaults().withRepair(true),
            finding -> {
              throw new AssertionError(finding);
            },
            time -> {
              pauses[0]++;
              try {
                return bed.advance(time) && session.beat();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });

    assertThat(check.run().undecided()).isZero();
    assertThat(pauses[0]).isEqualTo(1);
    assertThat(session.beat()).isTrue();
  }

  @Test
  void whatIsInARepositoryIsCheckedToo() throws IOException {
    QueueOptions options =
        new QueueOptions(true, false, Durability.NONE, Duration.ofSeconds(8), 1, Map.of());
    Bed bed = new Bed(temp.resolve("queue"), options);
    bed.submit(Bed.diamond());
    assertThat(bed.check(true)).isEmpty();
    Files.delete(bed.ticket("j1.n0of4."));

    assertThat(bed.check(true))
        .extracting(f -> f.job().map(JobId::toString).orElse(""))
        .containsExactly("1/r0");
    assertThat(bed.run(99)).isEqualTo(4);
  }
}
