package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jobqueue.api.JobId;
import org.jobqueue.api.Violation.Rule;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.NodeRef;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.format.Ticket;
import org.junit.jupiter.api.Test;

/** Violations among jobs: tickets, definitions, links, numbers. */
class PlantedTreeViolationsTest extends PlantedQueue {
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
        new Claims(world.client().queue()).next(session, Admission.ALL, 0).claim().orElseThrow();
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
    Files.delete(layout.subJob(JobId.parse("1/1"), 0));
    finds(Rule.LINK, "1/1");
  }

  @Test
  void aLinkToAnotherJob() throws IOException {
    Path link = layout.subJob(JobId.parse("1/1"), 0);
    Files.write(link, "sub/job0\n".getBytes(StandardCharsets.UTF_8));
    finds(Rule.LINK, "1/1");
  }

  @Test
  void aSymbolicLinkToAnotherJob() throws IOException {
    Path link = layout.subJob(JobId.parse("1/1"), 0);
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("../../job0/sub/job0"));
    verify();
    assertThat(violations).isEmpty();
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("../../job0"));
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
