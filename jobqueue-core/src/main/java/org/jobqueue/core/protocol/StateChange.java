package org.jobqueue.core.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.JobChanges;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.Ticket;

/**
 * Moves the jobs that an intent names to another state, each by one compare-and-set in the name of
 * whoever declared the intent, so that it does not matter which process does it.
 *
 * <p>Jobs that are cancelled or held go before their sub-jobs: no parent is woken by a sub-job that
 * is done in that moment. Those that are to run again go in run order. The ticket of one that waits
 * now is issued if its latch is open, which is looked at after the change: a sub-job that is done
 * opens the latch first and looks at its parent's register then, so that one of the two finds out.
 */
final class StateChange {
  private static final Set<Operation> MARKING =
      EnumSet.of(Operation.CANCEL, Operation.RETRY, Operation.SKIP);

  private final QueueDirectory queue;
  private final Registers registers;
  private final Tickets tickets;
  private final Latches latches;
  private final Chunks chunks;
  private final BlockedMarks marks;

  StateChange(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.tickets = new Tickets(queue);
    this.latches = new Latches(queue);
    this.chunks = new Chunks(queue);
    this.marks = new BlockedMarks(queue);
  }

  /**
   * Carries out an operation; may be repeated, and by several at once.
   *
   * @param thorough whether to issue the tickets of jobs that wait already, for whoever changed
   *     them may have died before he issued them
   */
  JobChanges carryOut(IntentName intent, Control.Guard guard, boolean thorough) throws IOException {
    List<Node> nodes = nodes(intent, guard);
    Pass pass = new Pass(intent, guard, thorough);
    for (Node node : nodes) {
      pass.change(node);
      if (node.block().isPresent() && intent.recursive()) {
        pass.changeChunks(node.block().get());
      }
      guard.showProgress();
    }
    if (MARKING.contains(intent.operation())) {
      nodes.forEach(node -> updateMarks(intent, node));
    }
    queue.syncTransitionsIfThere(pass.toSync.stream().map(queue.layout()::job).toList());
    return new JobChanges(pass.changed, pass.passedOver);
  }

  /** A job, with its definition without details if that can be read. */
  private record Node(JobId id, Optional<JobDefinition> definition) {
    Node(JobId id, JobDefinition definition) {
      this(id, Optional.of(definition));
    }

    Optional<Ticket> ticket() {
      return definition.map(present -> present.ticket(0));
    }

    Optional<JobDefinition> block() {
      return definition.filter(JobDefinition::hasChunks);
    }
  }

  /** Of jobs that are cancelled together those on top, and those that others share. */
  private void updateMarks(IntentName intent, Node node) {
    Optional<JobDefinition> job = node.definition();
    if (job.isEmpty()) {
      return;
    }
    boolean hasOtherParents = node.id().equals(intent.job()) || job.get().parents().size() > 1;
    boolean isParent = !job.get().subJobs().isEmpty() || job.get().hasChunks();
    if (intent.operation() == Operation.CANCEL && hasOtherParents) {
      marks.markAbove(job.get());
    } else if (intent.operation() != Operation.CANCEL && (hasOtherParents || isParent)) {
      marks.unmark(job.get());
    }
  }

  private List<Node> nodes(IntentName intent, Control.Guard guard) throws IOException {
    if (!intent.recursive()) {
      return List.of(node(intent.job()));
    }
    List<Node> nodes = new ArrayList<>();
    HierarchyReader walk = new HierarchyReader(queue, intent.job());
    Optional<HierarchyReader.Step> step = walk.next();
    while (step.isPresent()) {
      nodes.add(
          new Node(step.get().id(), step.get().definition().map(JobDefinition::withoutDetails)));
      guard.showProgress();
      step = walk.next();
    }
    if (intent.operation() == Operation.CANCEL || intent.operation() == Operation.HOLD) {
      Collections.reverse(nodes);
    }
    return nodes;
  }

  private Node node(JobId id) throws IOException {
    // The walk knows what to make of a definition that cannot be read.
    HierarchyReader.Step alone = new HierarchyReader(queue, id).entered();
    return new Node(id, alone.definition().map(JobDefinition::withoutDetails));
  }

  /** What one operation does to each job. */
  private final class Pass {
    private final IntentName intent;
    private final Control.Guard guard;
    private final boolean thorough;
    private final Map<JobState, Integer> passedOver = new EnumMap<>(JobState.class);
    private final List<JobId> toSync = new ArrayList<>();
    private int changed;

    Pass(IntentName intent, Control.Guard guard, boolean thorough) {
      this.intent = intent;
      this.guard = guard;
      this.thorough = thorough;
    }

    /**
     * Workers look at the block after they have opened chunks: those that are not there yet will
     * not be claimed in the state that the block has left.
     */
    void changeChunks(JobDefinition block) throws IOException {
      ChunkWalk walk = new ChunkWalk(queue, block);
      Optional<JobId> chunk = walk.next();
      while (chunk.isPresent()) {
        change(new Node(chunk.get(), block.ofChunk(chunk.get())));
        guard.showProgress();
        chunk = walk.next();
      }
    }

    void change(Node node) throws IOException {
      boolean opened = false;
      while (true) {
        StateView view = registers.settled(node.id());
        if (view.register().isEmpty() && !opened && chunks.isOpened(node.id())) {
          opened = true;
          continue;
        }
        if (view.register().isEmpty()) {
          passOver(view.exists() ? JobState.QUARANTINED : JobState.DELETED);
          return;
        }
        RegisterName present = view.register().get();
        Optional<RegisterName> next = next(present);
        if (next.isEmpty() || !guard.mayChange()) {
          leave(node, present);
          return;
        }
        if (next.get().state() == JobState.WAITING && node.ticket().isEmpty()) {
          passOver(JobState.QUARANTINED); // no worker could find out what to do
          return;
        }
        if (registers.tryMove(node.id(), present, next.get())) {
          changed++;
          toSync.add(node.id());
          withdraw(node, present, view);
          issueIfOpen(node, next.get());
          return;
        }
      }
    }

    /**
     * What is there may have been done on behalf of this very operation, by somebody who died
     * before he issued the ticket.
     */
    private void leave(Node node, RegisterName present) throws IOException {
      boolean done = present.by().equals(intent.by());
      if (done) {
        changed++;
        toSync.add(node.id());
      } else {
        passOver(present.state());
      }
      if (done || thorough) {
        issueIfOpen(node, present);
      }
    }

    private void passOver(JobState state) {
      passedOver.merge(state, 1, Integer::sum);
    }

    /** Workers would find out one by one that the ticket of the version before is void. */
    private void withdraw(Node node, RegisterName before, StateView view) throws IOException {
      if (before.state() == JobState.WAITING && !view.latched() && node.ticket().isPresent()) {
        tickets.withdraw(node.ticket().get().withVersion(before.version()), view);
      }
    }

    private void issueIfOpen(Node node, RegisterName register) throws IOException {
      if (register.state() != JobState.WAITING || node.ticket().isEmpty()) {
        return;
      }
      Ticket ticket = node.ticket().get().withVersion(register.version());
      StateView view = registers.look(node.id());
      if (!view.latched() || latches.isOpen(ticket.node())) {
        tickets.issue(ticket, view);
      }
    }

    /** The next name of a job that the operation changes. */
    private Optional<RegisterName> next(RegisterName present) {
      JobState state = present.state();
      return switch (intent.operation()) {
        case CANCEL ->
            state == JobState.WAITING || state == JobState.HELD || state == JobState.RUNNING
                ? Optional.of(present.next(JobState.CANCELLED, intent.by(), queue.now()))
                : Optional.empty();
        case RETRY ->
            state == JobState.FAILED || state == JobState.CANCELLED
                ? Optional.of(present.retried(intent.by(), queue.now()))
                : Optional.empty();
        case SKIP -> {
          boolean going = state == JobState.WAITING || state == JobState.RUNNING;
          boolean stopped =
              state == JobState.HELD || state == JobState.FAILED || state == JobState.CANCELLED;
          yield !present.by().equals(intent.by()) && (stopped || (going && !present.skip()))
              ? Optional.of(present.skipped(intent.by(), queue.now()))
              : Optional.empty();
        }
        case HOLD ->
            state == JobState.WAITING
                ? Optional.of(present.next(JobState.HELD, intent.by(), queue.now()))
                : Optional.empty();
        case RELEASE ->
            state == JobState.HELD
                ? Optional.of(present.next(JobState.WAITING, intent.by(), queue.now()))
                : Optional.empty();
        case ISSUE -> Optional.empty();
        case SUBMIT, DELETE, ARCHIVE, PRIORITY ->
            throw new IllegalArgumentException(intent + " changes no states of jobs");
      };
    }
  }
}
