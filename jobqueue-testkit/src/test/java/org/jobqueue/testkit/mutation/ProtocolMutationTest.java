package org.jobqueue.testkit.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule of the protocol is needed: without it the explorer finds a violation.
 *
 * <p>Three rules are not in the list since nothing that the explorer does needs them. That a job
 * with a latch is not claimed guards against tickets that nobody should have issued: only damage
 * makes them. That a deletion fences every sub-job matters where files cannot be removed; {@link
 * DeletionFenceTest} shows that. And that a dead worker's heartbeat is renamed before anything of
 * it is given back only spares a living one the work: its tickets are taken from it either way.
 */
class ProtocolMutationTest {
  @TempDir Path directory;

  static Stream<Mutation> rules() {
    return Stream.of(
        new Mutation(
            "a worker that drops the ticket of a newer waiting version issues that one first (help on drop)",
            "Claims.java",
            "      tickets.issue(inFlight.ticket().withVersion(present.version()), view);\n",
            "\n"),
        new Mutation(
            "a reaper moves the version on before it issues the ticket again (bump on reap)",
            "TicketRecovery.java",
            "if (present.version() == ticket.version()) {",
            "if (present == null) {"),
        new Mutation(
            "a reaper repeats the propagation of what is done (redo of propagation)",
            "TicketRecovery.java",
            "case DONE -> propagated(ticket.node().id());",
            "case DONE -> true;"),
        new Mutation(
            "a reaper takes running jobs from the dead worker",
            "TicketRecovery.java",
            "!present.by().equals(worker) || revoked(ticket.node().id(), ticket, present, reaper);",
            "true;"),
        new Mutation(
            "a worker that has lost the right to commit reports nothing (fence check at commit)",
            "Completion.java",
            "    if (moved(claim, claim.running().done(result.start(), queue.now())).isEmpty()) {\n      noteUncounted(claim, result);\n      release(worker, claim);\n      return Outcome.LOST;\n    }\n",
            "    moved(claim, claim.running().done(result.start(), queue.now()));\n"),
        new Mutation(
            "a worker that was revoked issues the ticket of the version that waits before it drops its own",
            "Completion.java",
            "    if (present.isPresent() && present.get().state() == JobState.WAITING) {\n      tickets.issue(",
            "    if (present == null) {\n      tickets.issue("),
        new Mutation(
            "after a failure a transition looks for its own name (verification after a lost reply)",
            "Registers.java",
            "      if (names.contains(to.toString())) {\n        return true;\n      }\n",
            ""),
        new Mutation(
            "after a failure a taken ticket is looked for in the own run directory",
            "Tickets.java",
            "      if (taken.contains(target.toString())) {\n        return true;\n      }\n",
            ""),
        new Mutation(
            "a ticket in flight goes only after the propagation",
            "Completion.java",
            "    boolean anyWoken = latches.propagate(claim.definition());\n    drop(worker, claim);\n",
            "    tickets.drop(worker, claim.ticket());\n    boolean anyWoken = latches.propagate(claim.definition());\n"),
        new Mutation(
            "a retried job gets its ticket before the old one goes",
            "Completion.java",
            "      tickets.issue(claim.definition().ticket(now.get().version()));\n    } else {\n      marks.markAbove(claim.definition());\n    }\n    drop(worker, claim);\n",
            "      tickets.drop(worker, claim.ticket());\n      tickets.issue(claim.definition().ticket(now.get().version()));\n    } else {\n      marks.markAbove(claim.definition());\n    }\n    tickets.drop(worker, claim.ticket());\n"),
        new Mutation(
            "who finds the latch gone issues the ticket, too, not only who removed it",
            "Latches.java",
            "      return true; // open already",
            "      return false; // open already"),
        new Mutation(
            "a job is claimed only in the version of the ticket",
            "Claims.java",
            "      if ((present.version() > ticket.version() && !forChunks)\n          || present.state() != JobState.WAITING) {",
            "      if (present.state() != JobState.WAITING) {"),
        new Mutation(
            "the finder of a submission's intent issues the tickets",
            "IntentRecovery.java",
            "        issueIfWaiting(job.get().definition().get());\n",
            "\n"),
        new Mutation(
            "the finder of an intent revokes what is not committed",
            "IntentRecovery.java",
            "      return revoked && removal.removeTree(root, () -> {});",
            "      return revoked;"),
        new Mutation(
            "a submission is announced before anything of it can be found",
            "Submission.java",
            "    Intent intent = Intent.declare(queue, IntentName.Operation.SUBMIT, root.number(), by);\n    HierarchyWriter writer = new HierarchyWriter(queue, plan, root, building, intent);\n    try {\n      writer.write(postCreate);\n      commit(root, building);\n",
            "    Intent intent = Intent.declare(queue, IntentName.Operation.SUBMIT, root.number(), by);\n    intent.withdraw();\n    HierarchyWriter writer = new HierarchyWriter(queue, plan, root, building, intent);\n    try {\n      writer.write(postCreate);\n      commit(root, building);\n      intent = Intent.declare(queue, IntentName.Operation.SUBMIT, root.number(), by);\n"),
        new Mutation(
            "whoever finds the intent of a job that is alone takes it from the submitter first",
            "IntentRecovery.java",
            "    if (intent.isForJob()) {\n",
            "    if (false) {\n"),
        new Mutation(
            "the number of a deleted job is marked before its directory goes",
            "Removal.java",
            "        queue.createWithDirectories(queue.layout().goneMark(root.number()));\n",
            "\n"),
        new Mutation(
            "a deletion leaves its intent until it is complete",
            "Removal.java",
            "    boolean complete = removeTree(root, intent::touch);\n    if (complete) {\n      intent.withdraw();\n    }\n",
            "    intent.withdraw();\n    boolean complete = removeTree(root, intent::touch);\n"),
        new Mutation(
            "a definition that is listed but not visible is no missing one",
            "QueueDirectory.java",
            "      if (!listOrEmpty(layout.job(id)).contains(QueueLayout.DEFINITION)) {\n        throw e;\n      }\n      content = readListed(file, id);\n",
            "      throw e;\n"),
        new Mutation(
            "a worker declared dead cannot take tickets: its run directory goes",
            "Reaper.java",
            "      if (complete && isRemoved(run)) {",
            "      if (complete) {"),
        new Mutation(
            "a job that is skipped says so in its register",
            "StateChange.java",
            "present.skipped(intent.by(), queue.now())",
            "present.retried(intent.by(), queue.now())"),
        new Mutation(
            "a job that is retried is not skipped any more",
            "StateChange.java",
            "present.retried(intent.by(), queue.now())",
            "present.skipped(intent.by(), queue.now())"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void withoutTheRuleTheExplorerFindsAViolation(Mutation mutation) throws Exception {
    assertThat(hunt(mutation, 200_000)).as(mutation.rule()).isNotEmpty();
  }

  @Test
  void theCodeItselfHasNone() throws Exception {
    Mutation none =
        new Mutation("nothing", "Claims.java", "final class Claims {", "final class Claims {");
    assertThat(hunt(none, 2_000)).isEmpty();
  }

  private String hunt(Mutation mutation, long mostStates) throws Exception {
    return MutantLoader.hunt(mutation, directory, Hunt.class, mostStates);
  }
}
