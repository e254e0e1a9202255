package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jobqueue.api.JobAttempt.Outcome.FAILED;
import static org.jobqueue.api.JobAttempt.Outcome.SUCCEEDED;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueVerification;
import org.jobqueue.api.Violation;
import org.jobqueue.api.Violation.Rule;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.NodeRef;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.verify.Verification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In a queue with a diamond that is done (1), one of which one job of four is done (2), and a
 * single job that waits (3), one thing is made wrong: the rule that it breaks is found, and no
 * other.
 */
class PlantedViolationsTest {
  private static final JobId DONE = JobId.ofRoot(1);
  private static final JobId DONE_LEFT = JobId.parse("1/0");
  private static final JobId DONE_SHARED = JobId.parse("1/0/0");
  private static final JobId HALF = JobId.ofRoot(2);
  private static final JobId HALF_LEFT = JobId.parse("2/0");
  private static final JobId HALF_RIGHT = JobId.parse("2/1");
  private static final JobId SINGLE = JobId.ofRoot(3);
  private static final String WORKER = "host_1_aaaaaaaaaa";

  @TempDir Path directory;
  private World world;
  private QueueLayout layout;

  @BeforeEach
  void queue() throws IOException {
    world = new World(directory.resolve("queue"));
    layout = world.layout();
    world.client().submit(World.diamond());
    world.client().submit(World.diamond());
    world.client().submit(World.root());
    for (int i = 0; i < 5; i++) {
      world.client().runNext();
    }
    assertThat(world.state(DONE)).isEqualTo(JobState.DONE);
    assertThat(world.state(JobId.parse("2/0/0"))).isEqualTo(JobState.DONE);
  }

  private List<Violation> violations = List.of();

  private QueueVerification verify() throws IOException {
    violations = new ArrayList<>();
    return new Verification(new LocalFiles(), layout, () -> {}, violations::add).run();
  }

  private void finds(Rule rule, Object subject) throws IOException {
    QueueVerification verified = verify();
    assertThat(violations).extracting(Violation::rule).containsOnly(rule);
    assertThat(violations).extracting(Violation::subject).contains(subject.toString());
    assertThat(verified.violations()).isEqualTo(violations.size());
    assertThat(verified.holds()).isFalse();
  }

  private RegisterName register(JobId id) throws IOException {
    return new Registers(world.client().queue()).look(id).register().orElseThrow();
  }

  /** Renames the register, as long as it is {@code s.<version>.<state>.<a>.<f>.<l>}. */
  private void become(JobId id, String start) throws IOException {
    RegisterName present = register(id);
    String name = "s." + start + "." + present.by() + "." + present.millis();
    assertThat(RegisterName.parse(name)).isPresent();
    Files.move(layout.state(id).resolve(present.toString()), layout.state(id).resolve(name));
  }

  private Path attempt(JobId id) throws IOException {
    return layout.attempt(id, register(id).attempt(), register(id).by());
  }

  private void result(JobId id, JobAttempt.Outcome outcome, long start, long end)
      throws IOException {
    Instant from = Instant.ofEpochMilli(start);
    Instant to = Instant.ofEpochMilli(end);
    AttemptResult result = new AttemptResult(outcome, from, to, Optional.empty());
    Files.write(attempt(id).resolve(AttemptResult.FILE), result.toBytes());
  }

  private Path ticket(JobId id, int order, int total, long version) {
    Ticket ticket = new Ticket(new NodeRef(id, order, total), 500, version);
    return layout.ticketBucket(ticket).resolve(ticket.toString());
  }

  private static void touch(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  private static void remove(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private JobDefinition definition(JobId id) throws IOException {
    return world.client().queue().definition(id);
  }

  private void define(
      JobDefinition d, int order, int total, List<JobDefinition.Parent> parents, List<String> subs)
      throws IOException {
    JobDefinition changed =
        new JobDefinition(
            d.format(),
            d.number(),
            d.local(),
            order,
            total,
            d.type(),
            d.typeVersion(),
            d.label(),
            d.parameters(),
            d.priority(),
            d.attempts(),
            d.submitted(),
            d.submitter(),
            parents,
            subs);
    Files.write(layout.definition(d.node().id()), changed.toBytes());
  }

  @Test
  void theQueueItselfIsSound() throws IOException {
    QueueVerification verified = verify();
    assertThat(violations).isEmpty();
    assertThat(verified.holds()).isTrue();
    assertThat(verified.hierarchies()).isEqualTo(3);
    assertThat(verified.jobs()).isEqualTo(9);
    assertThat(verified.in(JobState.DONE)).isEqualTo(5);
    assertThat(verified.in(JobState.WAITING)).isEqualTo(4);
    assertThat(verified.attempts()).isEqualTo(5);
    assertThat(verified.highestNumber()).isEqualTo(3);
    assertThat(verified.tickets()).isEqualTo(3);
    assertThat(verified.changed()).isFalse();
  }

  @Test
  void aDeletedJobLeavesItsMarkAndNothingIsMissing() throws IOException {
    new Removal(world.client().queue()).delete(DONE);
    assertThat(verify().gone()).isEqualTo(1);
    assertThat(violations).isEmpty();
  }

  @Test
  void aReservedNumberIsCountedAndNoViolation() throws IOException {
    Files.createDirectory(layout.job(JobId.ofRoot(4)));
    assertThat(verify().uncommitted()).isEqualTo(1);
    assertThat(violations).isEmpty();
  }

  @Test
  void aRegisterThatIsMissing() throws IOException {
    Files.delete(layout.state(HALF_LEFT).resolve(register(HALF_LEFT).toString()));
    finds(Rule.REGISTER, HALF_LEFT);
  }

  @Test
  void aRegisterThatIsThereTwice() throws IOException {
    touch(layout.state(HALF_LEFT).resolve("s.3.waiting.1.0.1." + WORKER + ".1000"));
    finds(Rule.REGISTER, HALF_LEFT);
  }

  @Test
  void aVersionTooLowForADoneJob() throws IOException {
    become(DONE_LEFT, "2.done.1.0.0");
    finds(Rule.ARITHMETIC, DONE_LEFT);
  }

  @Test
  void moreFailuresThanAttempts() throws IOException {
    become(SINGLE, "1.waiting.0.1.0");
    finds(Rule.ARITHMETIC, SINGLE);
  }

  @Test
  void aJobThatWaitsThoughItsAttemptsAreSpent() throws IOException {
    become(SINGLE, "3.waiting.1.1.0");
    finds(Rule.ARITHMETIC, SINGLE);
  }

  @Test
  void aJobThatWaitsThoughFiveWorkersDiedWithIt() throws IOException {
    become(SINGLE, "11.waiting.5.0.5");
    finds(Rule.ARITHMETIC, SINGLE);
  }

  @Test
  void aSubJobThatIsDeletedAlone() throws IOException {
    become(HALF_RIGHT, "2.deleted.0.0.0");
    finds(Rule.ARITHMETIC, HALF_RIGHT);
  }

  @Test
  void theDirectoryOfTheAttemptThatCountsIsLost() throws IOException {
    remove(attempt(DONE_LEFT));
    finds(Rule.COMMIT, DONE_LEFT);
  }

  @Test
  void theResultThatCountsIsLost() throws IOException {
    Files.delete(attempt(DONE_LEFT).resolve(AttemptResult.FILE));
    finds(Rule.COMMIT, DONE_LEFT);
  }

  @Test
  void theResultThatCountsIsCutOff() throws IOException {
    Files.writeString(attempt(DONE_LEFT).resolve(AttemptResult.FILE), "{\"outcome\":\"succ");
    finds(Rule.COMMIT, DONE_LEFT);
  }

  @Test
  void theResultThatCountsIsAFailure() throws IOException {
    result(DONE_LEFT, FAILED, 1000, 1000);
    finds(Rule.COMMIT, DONE_LEFT);
  }

  @Test
  void anAttemptThatEndedBeforeItStarted() throws IOException {
    result(DONE_LEFT, SUCCEEDED, 1000, 999);
    finds(Rule.COMMIT, DONE_LEFT);
  }

  @Test
  void anotherWorkerMadeTheSameAttempt() throws IOException {
    Files.createDirectory(layout.attempt(DONE_LEFT, 1, WORKER));
    finds(Rule.ATTEMPT, DONE_LEFT);
  }

  @Test
  void anAttemptThatWasNeverClaimed() throws IOException {
    Files.createDirectory(layout.attempt(DONE_LEFT, 2, WORKER));
    finds(Rule.ATTEMPT, DONE_LEFT);
  }

  @Test
  void aJobThatFailedForNoReason() throws IOException {
    become(SINGLE, "2.failed.0.0.0");
    finds(Rule.REASON, SINGLE);
  }

  @Test
  void aJobThatFailedThoughItsAttemptSucceeded() throws IOException {
    become(DONE, "3.failed.1.1.0");
    finds(Rule.REASON, DONE);
  }

  @Test
  void aJobThatIsDoneThoughASubJobIsNot() throws IOException {
    become(DONE_LEFT, "4.cancelled.1.0.0");
    finds(Rule.ORDER, DONE);
  }

  @Test
  void aJobThatRunsThoughItsSubJobsAreNotDone() throws IOException {
    become(HALF, "2.running.1.0.0");
    remove(layout.latch(HALF));
    Ticket ticket = definition(HALF).ticket(1);
    touch(layout.runDirectory(register(HALF).by()).resolve(new RunTicket(ticket, 1).toString()));
    finds(Rule.ORDER, HALF);
  }

  @Test
  void aJobThatStartedBeforeItsSubJobEndedOnTheSameHost() throws IOException {
    result(DONE_SHARED, SUCCEEDED, 1000, 2500);
    finds(Rule.TIME, DONE_LEFT);
  }

  @Test
  void clocksOfTwoHostsAreNotCompared() throws IOException {
    String other = register(DONE_SHARED).by().replace("host_", "elsewhere_");
    Path from = attempt(DONE_SHARED);
    String present = register(DONE_SHARED).toString();
    Path state = layout.state(DONE_SHARED);
    Files.move(
        state.resolve(present), state.resolve(present.replace(register(DONE_SHARED).by(), other)));
    Files.move(from, attempt(DONE_SHARED));
    result(DONE_SHARED, SUCCEEDED, 1000, 90_000);
    verify();
    assertThat(violations).isEmpty();
  }

  @Test
  void aLatchThatDoesNotWaitForASubJob() throws IOException {
    Files.delete(layout.latch(HALF).resolve("d.2"));
    finds(Rule.LATCH, HALF);
  }

  @Test
  void aLatchThatIsGoneTooEarly() throws IOException {
    remove(layout.latch(HALF));
    finds(Rule.LATCH, HALF);
  }

  @Test
  void aLatchThatWaitsForADoneSubJobForEver() throws IOException {
    touch(layout.latch(HALF_LEFT).resolve("d.0"));
    finds(Rule.LATCH, HALF_LEFT);
  }

  @Test
  void aLatchLeftInADoneJob() throws IOException {
    Files.createDirectory(layout.latch(DONE));
    finds(Rule.LATCH, DONE);
  }

  @Test
  void aLatchThatWaitsForNoSubJob() throws IOException {
    touch(layout.latch(HALF).resolve("d.9"));
    finds(Rule.LATCH, HALF);
  }

  @Test
  void aJobWithoutATicket() throws IOException {
    Files.delete(ticket(SINGLE, 0, 1, 1));
    finds(Rule.LOST, SINGLE);
  }

  @Test
  void aSubJobWithoutATicket() throws IOException {
    Files.delete(ticket(HALF_LEFT, 1, 4, 1));
    finds(Rule.LOST, HALF_LEFT);
  }

  @Test
  void aTicketWhereNoWorkerFindsIt() throws IOException {
    Path wrong = layout.ready().resolve("p500/00000000/77");
    Files.createDirectories(wrong);
    Path ticket = ticket(SINGLE, 0, 1, 1);
    Files.move(ticket, wrong.resolve(ticket.getFileName()));
    finds(Rule.LOST, SINGLE);
  }

  @Test
  void aTicketOfAnUnknownNumber() throws IOException {
    touch(ticket(JobId.ofRoot(99), 0, 1, 1));
    finds(Rule.TICKET, 99);
  }

  @Test
  void aTicketInFlightOfAnUnknownNumber() throws IOException {
    Ticket ticket = new Ticket(new NodeRef(JobId.ofRoot(99), 0, 1), 500, 1);
    touch(layout.runDirectory(WORKER).resolve(new RunTicket(ticket, 1).toString()));
    finds(Rule.TICKET, 99);
  }

  @Test
  void aTicketOfAnUnknownSubJob() throws IOException {
    touch(ticket(JobId.parse("2/7"), 3, 4, 1));
    finds(Rule.TICKET, "2/7");
  }

  @Test
  void aTicketForALaterVersion() throws IOException {
    touch(ticket(SINGLE, 0, 1, 9));
    finds(Rule.TICKET, SINGLE);
  }

  @Test
  void aTicketWithTheOrderOfAnotherJob() throws IOException {
    touch(ticket(HALF_LEFT, 2, 4, 1));
    finds(Rule.TICKET, HALF_LEFT);
  }

  @Test
  void aJobThatRunsWithoutARecord() throws IOException {
    WorkerSession session = WorkerSession.register(world.client().queue());
    Claim claim =
        new Claims(world.client().queue()).next(session, d -> true, 0).claim().orElseThrow();
    Files.delete(layout.runDirectory(session.name()).resolve(claim.ticket().toString()));
    finds(Rule.RECORD, claim.definition().node().id());
  }

  @Test
  void aDefinitionThatIsMissing() throws IOException {
    Files.delete(layout.definition(HALF_RIGHT));
    finds(Rule.DEFINITION, HALF_RIGHT);
  }

  @Test
  void aDefinitionThatIsCutOff() throws IOException {
    Files.writeString(layout.definition(DONE_LEFT), "{\"format\":1,");
    finds(Rule.DEFINITION, DONE_LEFT);
  }

  @Test
  void theDefinitionOfAnotherJob() throws IOException {
    Files.write(layout.definition(SINGLE), Files.readAllBytes(layout.definition(DONE)));
    finds(Rule.DEFINITION, SINGLE);
  }

  @Test
  void aSubJobThatIsGone() throws IOException {
    remove(layout.job(HALF_RIGHT));
    finds(Rule.HIERARCHY, HALF_RIGHT);
  }

  @Test
  void aSubJobThatDoesNotNameAParent() throws IOException {
    JobDefinition shared = definition(DONE_SHARED);
    define(shared, 0, 4, shared.parents().subList(0, 1), List.of());
    finds(Rule.HIERARCHY, JobId.parse("1/1"));
  }

  @Test
  void aParentThatDoesNotNameASubJob() throws IOException {
    JobDefinition right = definition(JobId.parse("1/1"));
    define(right, 2, 4, right.parents(), List.of());
    finds(Rule.HIERARCHY, DONE_SHARED);
  }

  @Test
  void aHierarchyOfMoreJobsThanThereAre() throws IOException {
    JobDefinition root = definition(DONE);
    define(root, 3, 5, root.parents(), root.subJobs());
    finds(Rule.HIERARCHY, DONE);
  }

  @Test
  void twoJobsWithTheSameOrder() throws IOException {
    JobDefinition left = definition(DONE_LEFT);
    define(left, 2, 4, left.parents(), left.subJobs());
    finds(Rule.HIERARCHY, DONE_LEFT);
  }

  @Test
  void aLinkThatIsMissing() throws IOException {
    Files.delete(layout.job(JobId.parse("1/1")).resolve("job0"));
    finds(Rule.LINK, "1/1");
  }

  @Test
  void aLinkToAnotherJob() throws IOException {
    Path link = layout.job(JobId.parse("1/1")).resolve("job0");
    Files.write(link, "job0\n".getBytes(StandardCharsets.UTF_8));
    finds(Rule.LINK, "1/1");
  }

  @Test
  void aSymbolicLinkToAnotherJob() throws IOException {
    Path link = layout.job(JobId.parse("1/1")).resolve("job0");
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("../job0/job0"));
    verify();
    assertThat(violations).isEmpty();
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("../job0"));
    finds(Rule.LINK, "1/1");
  }

  @Test
  void aHierarchyThatIsGoneWithoutAMark() throws IOException {
    remove(layout.job(DONE));
    finds(Rule.NUMBER, 1);
  }

  @Test
  void manyNumbersThatAreMissing() throws IOException {
    Files.createDirectories(layout.job(JobId.ofRoot(3005)));
    finds(Rule.NUMBER, "4 to 3004");
  }

  @Test
  void aMarkBesideAJob() throws IOException {
    touch(layout.goneMark(1));
    finds(Rule.GONE, DONE);
  }

  @Test
  void aHalfDeletedJobThatNobodyWillRemove() throws IOException {
    become(DONE, "4.deleted.1.0.0");
    finds(Rule.UNFINISHED, DONE);
  }

  @Test
  void aHalfWrittenJobThatNobodyWillRemove() throws IOException {
    become(SINGLE, "0.building.0.0.0");
    Files.delete(ticket(SINGLE, 0, 1, 1));
    finds(Rule.UNFINISHED, SINGLE);
  }

  @Test
  void aTicketThatWasSetAside() throws IOException {
    touch(layout.quarantine().resolve(definition(SINGLE).ticket(1).toString()));
    finds(Rule.QUARANTINE, "quarantine/" + definition(SINGLE).ticket(1));
  }

  @Test
  void theDirectoryOfAllJobsIsGone() throws IOException {
    remove(layout.jobs());
    remove(layout.ready());
    finds(Rule.UNREADABLE, "jobs");
  }

  @Test
  void namesThatAreNotOfTheFormatAreNoBusinessOfVerify() throws IOException {
    Files.writeString(layout.job(DONE).resolve("notes.txt"), "mine");
    Files.createDirectory(layout.jobs().resolve("000000").resolve("old"));
    Files.writeString(layout.latch(HALF).resolve("Thumbs.db"), "x");
    Files.writeString(layout.ready().resolve(".nfs0001"), "x");
    verify();
    assertThat(violations).isEmpty();
  }
}
