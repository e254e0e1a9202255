package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.protocol.Claim;
import org.jobqueue.core.protocol.QueueDirectory;

/** Does damage to a queue with the jobs 1 ({@link Bed#diamond}) and 2 ({@link Bed#single}). */
final class Sabotage {
  private Sabotage() {}

  static void anOlderStateName(Bed bed) throws IOException {
    create(bed.layout().job(JobId.parse("2")).resolve("s.0.building.0.0.0.host_1_x.7"));
  }

  static void twoStatesOfOneVersion(Bed bed) throws IOException {
    create(bed.layout().job(JobId.parse("2")).resolve("s.1.failed.0.0.0.host_1_x.7"));
  }

  static void noState(Bed bed) throws IOException {
    Files.delete(bed.register("2"));
  }

  static void noStateOfASubJob(Bed bed) throws IOException {
    Files.delete(bed.register("1/0/0"));
  }

  static void unreadableState(Bed bed) throws IOException {
    Path register = bed.register("2");
    Files.move(register, register.resolveSibling("s.12.wating.0.0.0.x.5"));
  }

  static void anUnreadableStateBesideAnother(Bed bed) throws IOException {
    create(bed.layout().job(JobId.parse("1/0/0")).resolve("s.old"));
  }

  static void aTokenOfAJobThatIsDone(Bed bed) throws IOException {
    bed.run(1);
    Path latch = bed.layout().latch(JobId.parse("1/0"));
    Files.createDirectory(latch);
    create(latch.resolve("d.0"));
    Files.delete(bed.ticket("j1.n1of4."));
  }

  static void anEmptyLatch(Bed bed) throws IOException {
    bed.run(1);
    Files.createDirectory(bed.layout().latch(JobId.parse("1/0")));
    Files.delete(bed.ticket("j1.n1of4."));
  }

  static void aTokenOfNoSubJob(Bed bed) throws IOException {
    create(bed.layout().latch(JobId.parse("1")).resolve("d.77"));
  }

  static void noLatchAndATicket(Bed bed) throws IOException {
    Bed.remove(bed.layout().latch(JobId.parse("1")));
    create(bed.ticket("j1.n0of4.").resolveSibling("j1.n3of4.root.p500.v1"));
  }

  static void aMissingToken(Bed bed) throws IOException {
    Files.delete(bed.layout().latch(JobId.parse("1")).resolve("d.2"));
  }

  static void aMissingTokenOfALostSubJob(Bed bed) throws IOException {
    Path register = bed.register("1/0");
    Files.move(register, register.resolveSibling("s.2.failed.0.0.0.host_9_x.1"));
    Files.delete(bed.layout().definition(JobId.parse("1/0")));
    Files.delete(bed.layout().latch(JobId.parse("1")).resolve("d.1"));
  }

  static void aRunningJobThatHasLostAll(Bed bed) throws IOException {
    Path register = bed.register("2");
    Files.move(register, register.resolveSibling("s.2.running.1.0.0.host_9_0123456789.1"));
    Files.delete(bed.layout().definition(JobId.parse("2")));
    Files.delete(bed.ticket("j2."));
  }

  static void aTicketWithoutJob(Bed bed) throws IOException {
    create(bed.ticket("j2.").resolveSibling("j9.n0of1.root.p500.v1"));
  }

  static void anOldTicket(Bed bed) throws IOException {
    create(bed.ticket("j2.").resolveSibling("j2.n0of1.root.p500.v0"));
  }

  static void aTicketOfAJobThatIsDone(Bed bed) throws IOException {
    Path bucket = QueueLayout.directoryOf(bed.ticket("j2."));
    bed.run(5);
    create(bucket.resolve("j2.n0of1.root.p500.v1"));
  }

  static void aTicketFromTheFuture(Bed bed) throws IOException {
    Path ticket = bed.ticket("j2.");
    Files.move(ticket, ticket.resolveSibling("j2.n0of1.root.p500.v7"));
  }

  static void aTicketInTheWrongDirectory(Bed bed) throws IOException {
    Path other = bed.layout().ready().resolve("p500/00000077");
    Files.createDirectories(other);
    create(other.resolve("j2.n0of1.root.p500.v1"));
  }

  static void aTicketWithTheWrongPriority(Bed bed) throws IOException {
    Path other = bed.layout().ready().resolve("p700/00000000/00");
    Files.createDirectories(other);
    Files.move(bed.ticket("j2."), other.resolve("j2.n0of1.root.p700.v1"));
  }

  static void aTicketWithTheWrongTotal(Bed bed) throws IOException {
    create(bed.ticket("j1.").resolveSibling("j1.n0of9.0-0.p500.v1"));
  }

  static void aJobWithoutTicket(Bed bed) throws IOException {
    Files.delete(bed.ticket("j1."));
  }

  static void aRunningJobWithoutWorker(Bed bed) throws IOException {
    Claim claim = bed.claim(bed.process());
    Bed.remove(bed.layout().runDirectory(claim.running().by()));
    Bed.remove(bed.layout().worker(claim.running().by()));
  }

  static void aDeadWorker(Bed bed) throws IOException {
    QueueDirectory process = bed.process();
    bed.claim(process);
    bed.kill(process);
  }

  static void aWorkerThatStandsStill(Bed bed) throws IOException {
    bed.claim(bed.process());
  }

  static void aDeadWorkerWithoutItsTicket(Bed bed) throws IOException {
    Claim claim = bed.claim(bed.process());
    Bed.remove(bed.layout().runDirectory(claim.running().by()));
  }

  static void aRunDirectoryWithoutWorker(Bed bed) throws IOException {
    Claim claim = bed.claim(bed.process());
    Bed.remove(bed.layout().worker(claim.running().by()));
  }

  static void halfBuiltWithIntent(Bed bed) throws IOException {
    reserve(bed);
    intent(bed, IntentName.Operation.SUBMIT, 3);
  }

  static void halfBuiltWithoutIntent(Bed bed) throws IOException {
    reserve(bed);
  }

  static void aReservedNumber(Bed bed) throws IOException {
    Files.createDirectory(bed.layout().job(JobId.parse("3")));
  }

  static void aBarredNumber(Bed bed) throws IOException {
    Files.createDirectories(bed.layout().definition(JobId.parse("3")));
  }

  static void aLostDirectoryOfLinks(Bed bed) throws IOException {
    Bed.remove(bed.layout().subJobs(JobId.parse("1/1")));
  }

  static void aDeletedSubJob(Bed bed) throws IOException {
    delete(bed, "1/0");
  }

  static void halfDeletedWithIntent(Bed bed) throws IOException {
    delete(bed, "1");
    intent(bed, IntentName.Operation.DELETE, 1);
  }

  static void halfDeletedWithoutIntent(Bed bed) throws IOException {
    delete(bed, "1");
    Bed.remove(bed.layout().job(JobId.parse("1/0")));
  }

  static void halfHeld(Bed bed) throws IOException {
    QueueDirectory dead = bed.process();
    bed.kill(dead);
    String by = dead.environment().newToken();
    IntentName intent = IntentName.forJobs(IntentName.Operation.HOLD, JobId.parse("2"), false, by);
    Files.write(
        bed.layout().intents().resolve(intent.toString()),
        dead.environment().processes().self().toBytes());
  }

  static void theLastOfADeletedJob(Bed bed) throws IOException {
    Files.createDirectory(bed.layout().job(JobId.parse("3")));
    create(bed.layout().goneMark(3));
  }

  static void aLinkToNowhere(Bed bed) throws IOException {
    Files.writeString(link(bed), "sub/job7/sub/job9\n");
  }

  static void aLinkToAnotherJob(Bed bed) throws IOException {
    Files.delete(link(bed));
    Files.createSymbolicLink(link(bed), Path.of("../../job0"));
  }

  static void aLinkToAnAncestor(Bed bed) throws IOException {
    Files.writeString(link(bed), "sub/job1\n");
  }

  static void aSymbolicLinkToAnAncestor(Bed bed) throws IOException {
    Files.delete(link(bed));
    Files.createSymbolicLink(link(bed), Path.of("../../.."));
  }

  static void aMissingLink(Bed bed) throws IOException {
    Files.delete(link(bed));
  }

  static void aCopyForALink(Bed bed) throws IOException {
    Files.delete(link(bed));
    Bed.copy(bed.layout().job(JobId.parse("1/0/0")), link(bed));
  }

  static void aTruncatedDefinition(Bed bed) throws IOException {
    Path definition = bed.layout().definition(JobId.parse("2"));
    String text = Files.readString(definition);
    Files.writeString(definition, text.substring(0, text.length() / 2));
  }

  static void aMissingDefinition(Bed bed) throws IOException {
    Files.delete(bed.layout().definition(JobId.parse("1/0/0")));
  }

  static void aNewerDefinition(Bed bed) throws IOException {
    Path definition = bed.layout().definition(JobId.parse("2"));
    String text = Files.readString(definition);
    Files.writeString(definition, text.replace("\"format\":1", "\"format\":2"));
  }

  static void foreignFiles(Bed bed) throws IOException {
    Claim claim = bed.claim(bed.process()); // so that there is a run directory
    Path run = bed.layout().runDirectory(claim.running().by());
    List<Path> directories =
        List.of(
            bed.layout().jobs(),
            bed.layout().jobBucket(1),
            bed.layout().latch(JobId.parse("1")),
            bed.layout().ready(),
            QueueLayout.directoryOf(bed.ticket("j2.")),
            bed.layout().run(),
            run,
            bed.layout().workers(),
            bed.layout().intents());
    for (Path directory : directories) {
      create(directory.resolve(".DS_Store"));
    }
    Files.createDirectories(bed.layout().jobs().resolve("lost+found/deep"));
    create(bed.layout().jobs().resolve("000009"));
    create(bed.layout().jobBucket(1).resolve("job7"));
  }

  static void wrongPermissions(Bed bed) throws IOException {
    Set<PosixFilePermission> none =
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE);
    Files.setPosixFilePermissions(bed.layout().job(JobId.parse("2")), none);
    Files.setPosixFilePermissions(bed.layout().subJobs(JobId.parse("1")), none);
    Files.setPosixFilePermissions(bed.layout().ready(), none);
    Files.setPosixFilePermissions(
        bed.layout().definition(JobId.parse("1/1")), Set.of(PosixFilePermission.OWNER_WRITE));
  }

  static void lostReady(Bed bed) throws IOException {
    bed.run(1);
    Bed.remove(bed.layout().ready());
  }

  static void lostWorkers(Bed bed) throws IOException {
    bed.claim(bed.process());
    Bed.remove(bed.layout().workers());
  }

  static void lostWorkersAndRun(Bed bed) throws IOException {
    bed.claim(bed.process());
    Bed.remove(bed.layout().workers());
    Bed.remove(bed.layout().run());
  }

  static void lostRunIntentsProcsQuarantine(Bed bed) throws IOException {
    Bed.remove(bed.layout().run());
    Bed.remove(bed.layout().intents());
    Bed.remove(bed.layout().procs());
    Bed.remove(bed.layout().quarantine());
  }

  static void lostJobs(Bed bed) throws IOException {
    Bed.remove(bed.layout().jobs());
  }

  static void aTicketInQuarantine(Bed bed) throws IOException {
    Path ticket = bed.ticket("j2.");
    Files.move(ticket, bed.layout().quarantine().resolve(ticket.getFileName()));
  }

  static void aJobInTheWrongBucket(Bed bed) throws IOException {
    Path other = Files.createDirectory(bed.layout().jobs().resolve("000005"));
    Files.move(bed.layout().job(JobId.parse("1")), other.resolve("job1"));
  }

  static void aRenumberedJob(Bed bed) throws IOException {
    Files.move(bed.layout().job(JobId.parse("1")), bed.layout().job(JobId.parse("4")));
  }

  static void aCopiedJob(Bed bed) throws IOException {
    Bed.copy(bed.layout().job(JobId.parse("1")), bed.layout().job(JobId.parse("4")));
  }

  static void aGoneMark(Bed bed) throws IOException {
    create(bed.layout().goneMark(2));
  }

  static void aMissingAttempt(Bed bed) throws IOException {
    bed.run(9);
    String by = owner(bed.register("1/1"));
    Bed.remove(bed.layout().attempt(JobId.parse("1/1"), 1, by));
  }

  static void aLostClaim(Bed bed) throws IOException {
    Files.createDirectory(bed.layout().attempt(JobId.parse("2"), 3, "host_1_0123456789"));
    Files.createDirectory(bed.layout().attempt(JobId.parse("1"), 1, "host_1_0123456789"));
  }

  static void aJobDoneBeforeItsSubJobs(Bed bed) throws IOException {
    Path register = bed.register("1");
    Files.move(register, register.resolveSibling("s.3.done.0.0.0.host_1_x.9"));
  }

  static void aMissingSubJob(Bed bed) throws IOException {
    Bed.remove(bed.layout().job(JobId.parse("1/0")));
  }

  static void leftoverFiles(Bed bed) throws IOException {
    bed.run(9);
    String by = owner(bed.register("2"));
    Path attempt = bed.layout().attempt(JobId.parse("2"), 1, by);
    create(attempt.resolve("status.json.new"));
    create(attempt.resolve("result.json.new"));
    create(bed.layout().location().resolve("queue.json.new"));
  }

  private static String owner(Path register) {
    return RegisterName.parse(register.getFileName().toString()).orElseThrow().by();
  }

  private static void create(Path file) throws IOException {
    Files.createFile(file);
  }

  private static Path link(Bed bed) {
    return bed.layout().subJob(JobId.parse("1/1"), 0);
  }

  private static void reserve(Bed bed) throws IOException {
    Path state = bed.layout().job(JobId.parse("3"));
    Files.createDirectories(state);
    create(state.resolve("s.0.building.0.0.0.host_9_x.1"));
    Files.writeString(state.resolve("job.json"), "{\"for");
  }

  private static void delete(Bed bed, String id) throws IOException {
    Path register = bed.register(id);
    Files.move(register, register.resolveSibling("s.2.deleted.0.0.0.host_9_x.1"));
  }

  private static void intent(Bed bed, IntentName.Operation operation, long number)
      throws IOException {
    QueueDirectory dead = bed.process();
    ProcessIdentity identity = dead.environment().processes().self();
    bed.kill(dead);
    String by = dead.environment().newToken();
    Path file = bed.layout().intents().resolve(new IntentName(operation, number, by, 0).toString());
    Files.write(file, identity.toBytes());
  }
}
