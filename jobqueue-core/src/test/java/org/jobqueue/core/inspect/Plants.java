package org.jobqueue.core.inspect;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jobqueue.api.Damage;

/** All damage that tests plant. */
public final class Plants {
  private Plants() {}

  /** All of it. */
  public static List<Plant> all() {
    return Stream.of(ofJobs(), ofTickets(), ofOwners(), ofDirectories())
        .flatMap(List::stream)
        .toList();
  }

  private static Plant plant(String name, Plant.Planting planting, Damage... reported) {
    return new Plant(name, planting, Set.of(reported), Set.of(), Set.of(), false);
  }

  private static List<Plant> ofJobs() {
    return List.of(
        plant("an older state name", Sabotage::anOlderStateName, Damage.TWO_STATES),
        plant(
                "two states of one version",
                Sabotage::twoStatesOfOneVersion,
                Damage.TWO_STATES,
                Damage.STALE_TICKET)
            .failing("2")
            .consequences(Damage.STALE_TICKET),
        plant("no state", Sabotage::noState, Damage.NO_STATE)
            .failing("2")
            .consequences(Damage.STALE_TICKET),
        plant("no state of a sub job", Sabotage::noStateOfASubJob, Damage.NO_STATE)
            .failing("1/0/0", "1/0", "1/1", "1")
            .consequences(Damage.STALE_TICKET),
        plant("unreadable state", Sabotage::unreadableState, Damage.UNREADABLE_STATE)
            .failing("2")
            .consequences(Damage.STALE_TICKET),
        plant(
            "an unreadable state beside another",
            Sabotage::anUnreadableStateBesideAnother,
            Damage.UNREADABLE_STATE),
        plant(
            "a token of a job that is done",
            Sabotage::aTokenOfAJobThatIsDone,
            Damage.STALE_LATCH_TOKEN),
        plant("an empty latch", Sabotage::anEmptyLatch, Damage.STALE_LATCH_TOKEN),
        plant("a token of no sub job", Sabotage::aTokenOfNoSubJob, Damage.UNKNOWN_LATCH_TOKEN),
        plant("no latch and a ticket", Sabotage::noLatchAndATicket, Damage.LATCH_MISSING)
            .consequences(Damage.STALE_TICKET),
        plant(
                "a missing token of a sub job without definition",
                Sabotage::aMissingTokenOfALostSubJob,
                Damage.LATCH_MISSING)
            .failing("1", "1/0"),
        plant("a missing token", Sabotage::aMissingToken, Damage.LATCH_MISSING),
        plant("a link to nowhere", Sabotage::aLinkToNowhere, Damage.WRONG_LINK),
        plant("a link to another job", Sabotage::aLinkToAnotherJob, Damage.WRONG_LINK),
        plant("a link to an ancestor", Sabotage::aLinkToAnAncestor, Damage.LINK_CYCLE),
        plant(
            "a symbolic link to an ancestor",
            Sabotage::aSymbolicLinkToAnAncestor,
            Damage.LINK_CYCLE),
        plant("a missing link", Sabotage::aMissingLink, Damage.MISSING_LINK),
        plant("a copy for a link", Sabotage::aCopyForALink, Damage.COPY_FOR_LINK),
        plant("a truncated definition", Sabotage::aTruncatedDefinition, Damage.DAMAGED_DEFINITION)
            .failing("2")
            .consequences(Damage.STALE_TICKET),
        plant("a missing definition", Sabotage::aMissingDefinition, Damage.MISSING_DEFINITION)
            .failing("1/0/0", "1/0", "1/1", "1")
            .consequences(Damage.STALE_TICKET),
        plant("a newer definition", Sabotage::aNewerDefinition, Damage.NEWER_DEFINITION)
            .failing("2")
            .consequences(Damage.STALE_TICKET)
            .lasting(),
        plant("a lost claim", Sabotage::aLostClaim, Damage.LOST_CLAIM)
            .consequences(Damage.STALE_TICKET),
        plant("a missing attempt", Sabotage::aMissingAttempt, Damage.RESULT_MISSING).lasting(),
        plant(
                "a job done before its sub jobs",
                Sabotage::aJobDoneBeforeItsSubJobs,
                Damage.SUB_JOB_NOT_DONE)
            .lasting(),
        plant(
                "a missing sub job",
                Sabotage::aMissingSubJob,
                Damage.MISSING_SUB_JOB,
                Damage.TICKET_WITHOUT_JOB)
            .failing("1", "1/1")
            .consequences(Damage.STALE_TICKET));
  }

  private static List<Plant> ofTickets() {
    return List.of(
        plant("a ticket without job", Sabotage::aTicketWithoutJob, Damage.TICKET_WITHOUT_JOB),
        plant("an old ticket", Sabotage::anOldTicket, Damage.STALE_TICKET),
        plant(
            "a ticket of a job that is done",
            Sabotage::aTicketOfAJobThatIsDone,
            Damage.STALE_TICKET),
        plant(
                "a ticket from the future",
                Sabotage::aTicketFromTheFuture,
                Damage.STALE_TICKET,
                Damage.JOB_WITHOUT_TICKET)
            .consequences(Damage.STALE_TICKET),
        plant(
            "a ticket in the wrong directory",
            Sabotage::aTicketInTheWrongDirectory,
            Damage.MISPLACED_TICKET),
        plant(
            "a ticket with the wrong priority",
            Sabotage::aTicketWithTheWrongPriority,
            Damage.MISPLACED_TICKET,
            Damage.JOB_WITHOUT_TICKET),
        plant(
            "a ticket with the wrong total",
            Sabotage::aTicketWithTheWrongTotal,
            Damage.MISPLACED_TICKET),
        plant("a job without ticket", Sabotage::aJobWithoutTicket, Damage.JOB_WITHOUT_TICKET),
        plant(
            "a ticket in quarantine",
            Sabotage::aTicketInQuarantine,
            Damage.QUARANTINED_TICKET,
            Damage.JOB_WITHOUT_TICKET));
  }

  private static List<Plant> ofOwners() {
    return List.of(
        plant(
            "a running job without worker",
            Sabotage::aRunningJobWithoutWorker,
            Damage.RUNNING_WITHOUT_WORKER),
        plant("a dead worker", Sabotage::aDeadWorker, Damage.DEAD_WORKER),
        plant("a worker that stands still", Sabotage::aWorkerThatStandsStill, Damage.DEAD_WORKER),
        plant(
                "a dead worker without its ticket",
                Sabotage::aDeadWorkerWithoutItsTicket,
                Damage.DEAD_WORKER)
            .consequences(Damage.RUNNING_WITHOUT_WORKER),
        plant(
                "a job that runs without worker and definition",
                Sabotage::aRunningJobThatHasLostAll,
                Damage.RUNNING_WITHOUT_WORKER)
            .failing("2")
            .consequences(Damage.STALE_TICKET),
        plant(
            "a run directory without worker",
            Sabotage::aRunDirectoryWithoutWorker,
            Damage.DEAD_WORKER),
        plant("a lost directory of links", Sabotage::aLostDirectoryOfLinks, Damage.MISSING_LINK),
        plant("half built with intent", Sabotage::halfBuiltWithIntent, Damage.HALF_BUILT),
        plant("half built without intent", Sabotage::halfBuiltWithoutIntent, Damage.HALF_BUILT),
        plant("a reserved number", Sabotage::aReservedNumber, Damage.RESERVED_NUMBER),
        plant(
            "a number that will never have a definition",
            Sabotage::aBarredNumber,
            Damage.RESERVED_NUMBER),
        plant("half deleted with intent", Sabotage::halfDeletedWithIntent, Damage.HALF_DELETED),
        plant(
            "half deleted without intent", Sabotage::halfDeletedWithoutIntent, Damage.HALF_DELETED),
        plant(
                "a deleted sub job of a job that came back",
                Sabotage::aDeletedSubJob,
                Damage.HALF_DELETED)
            .consequences(Damage.TICKET_WITHOUT_JOB),
        plant("half held", Sabotage::halfHeld, Damage.HALF_CHANGED)
            .failing("2")
            .consequences(Damage.STALE_TICKET),
        plant("the last of a deleted job", Sabotage::theLastOfADeletedJob, Damage.HALF_DELETED));
  }

  private static List<Plant> ofDirectories() {
    return List.of(
        plant("foreign files", Sabotage::foreignFiles, Damage.FOREIGN_FILE, Damage.DEAD_WORKER),
        plant("wrong permissions", Sabotage::wrongPermissions, Damage.WRONG_PERMISSIONS),
        plant("lost ready", Sabotage::lostReady, Damage.LOST_DIRECTORY, Damage.JOB_WITHOUT_TICKET),
        plant("lost workers", Sabotage::lostWorkers, Damage.LOST_DIRECTORY, Damage.DEAD_WORKER),
        plant(
            "lost workers and run",
            Sabotage::lostWorkersAndRun,
            Damage.LOST_DIRECTORY,
            Damage.RUNNING_WITHOUT_WORKER),
        plant(
            "lost run intents procs quarantine",
            Sabotage::lostRunIntentsProcsQuarantine,
            Damage.LOST_DIRECTORY),
        plant("lost jobs", Sabotage::lostJobs, Damage.LOST_DIRECTORY, Damage.TICKET_WITHOUT_JOB),
        plant(
            "a job in the wrong bucket",
            Sabotage::aJobInTheWrongBucket,
            Damage.WRONG_PLACE,
            Damage.TICKET_WITHOUT_JOB),
        plant(
            "a renumbered job",
            Sabotage::aRenumberedJob,
            Damage.WRONG_PLACE,
            Damage.TICKET_WITHOUT_JOB),
        plant("a copied job", Sabotage::aCopiedJob, Damage.WRONG_PLACE)
            .failing("4")
            .consequences(Damage.STALE_TICKET),
        plant("a gone mark", Sabotage::aGoneMark, Damage.GONE_MARK),
        plant("leftover files", Sabotage::leftoverFiles, Damage.LEFTOVER_FILE));
  }
}
