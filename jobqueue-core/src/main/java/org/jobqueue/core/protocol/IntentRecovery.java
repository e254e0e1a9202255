package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.fs.QueueFiles.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes or undoes operations whose owner died in the middle: a submission that was committed
 * gets its tickets, one that was not is removed, deletions and changes of jobs are finished. May be
 * done by several at once and any number of times.
 */
public final class IntentRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(IntentRecovery.class);

  private final QueueDirectory queue;
  private final Registers registers;
  private final Tickets tickets;
  private final Removal removal;
  private final Control control;
  private final LeaseWatch watch;

  /** An observer of the intents in a queue; remembers between looks what it saw. */
  public IntentRecovery(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.tickets = new Tickets(queue);
    this.removal = new Removal(queue);
    this.control = new Control(queue);
    this.watch = new LeaseWatch(queue.environment().ticker(), queue.leaseNanos());
  }

  /** Takes one look; how many operations were taken over. */
  public int lookAround() throws IOException {
    List<IntentName> intents =
        queue.listOrEmpty(queue.layout().intents()).stream()
            .flatMap(name -> IntentName.parse(name).stream())
            .toList();
    Set<String> keys = new HashSet<>();
    int recovered = 0;
    for (IntentName intent : intents) {
      String key =
          intent.operation() + "." + intent.number() + "." + intent.scope() + "." + intent.by();
      keys.add(key);
      boolean stoodStill = watch.hasStoodStill(key, intent.toString());
      if (stoodStill || isCertainlyGone(intent)) {
        try {
          recover(intent);
          recovered++;
        } catch (IOException e) {
          LOG.warn("cannot complete {} now; the next look tries again", intent, e);
        }
      }
    }
    watch.retain(keys);
    return recovered;
  }

  /**
   * Completes or undoes a submission whose intent is lost. It is announced anew first, so that it
   * does not matter where this stops.
   *
   * @return false if something is left to be done by the next try
   */
  public boolean recoverSubmission(JobId root) throws IOException {
    String by = queue.environment().newToken();
    Intent.declare(queue, IntentName.Operation.SUBMIT, root.number(), by);
    return recover(new IntentName(IntentName.Operation.SUBMIT, root.number(), by, 0));
  }

  /**
   * Completes or undoes the operation of an owner that has died.
   *
   * @return false if something is left to be done by the next try
   */
  public boolean recover(IntentName intent) throws IOException {
    if (intent.isForJob()) {
      Optional<IntentName> mine = takenOver(intent);
      return mine.isEmpty() || recover(mine.get());
    }
    LOG.warn("{} stopped half-way; completing it", intent);
    if (intent.operation().isControl()) {
      control.complete(intent);
      return true;
    }
    JobId root = JobId.ofRoot(intent.number());
    Optional<RegisterName> register = registers.look(root).register();
    boolean complete =
        switch (intent.operation()) {
          case DELETE -> removal.removeTree(root, () -> {});
          case ARCHIVE -> isArchived(root, register);
          case SUBMIT ->
              register.isPresent() ? completeSubmission(root, register.get()) : isRemoved(root);
          case CANCEL, RETRY, HOLD, RELEASE, SKIP, PRIORITY, ISSUE -> false; // completed above
        };
    if (complete) {
      queue.deleteFileIfExists(path(intent));
    }
    return complete;
  }

  /**
   * The submitter of a job that is alone ends by renaming the intent to the ticket: either that is
   * done, or it learns that others have gone on.
   *
   * @return empty if that is done, or somebody else was quicker
   */
  private Optional<IntentName> takenOver(IntentName intent) throws IOException {
    IntentName mine = intent.takenOver(queue.environment().newToken());
    try {
      queue.files().rename(path(intent), path(mine));
    } catch (NoSuchFileException e) {
      if (!queue.listOrEmpty(queue.layout().intents()).contains(mine.toString())) {
        return Optional.empty();
      }
    }
    return Optional.of(mine);
  }

  /**
   * What a submitter wrote that had been taken for dead may outlast the register of its root; and a
   * server that crashed may have lost that register.
   */
  private boolean isRemoved(JobId root) throws IOException {
    if (!registers.isListed(root)) {
      return true;
    }
    boolean defined = queue.files().kind(queue.layout().definition(root)) == Kind.FILE;
    if (!defined || !registers.isMarked(root)) {
      return removal.isDiscarded(root);
    }
    // A register comes before the definition: one that is not there now has been removed.
    return registers.look(root).register().isEmpty() && removal.removeTree(root, () -> {});
  }

  /** If the job was taken out of the queue, that is completed; otherwise it stays. */
  private boolean isArchived(JobId root, Optional<RegisterName> register) throws IOException {
    boolean gone =
        register.isPresent()
            ? register.get().state() == JobState.DELETED
            : registers.isListed(root) && registers.isCertainlyGone(root);
    return !gone || removal.removeTree(root, () -> {});
  }

  private boolean completeSubmission(JobId root, RegisterName register) throws IOException {
    if (registers.hasBar(root)) {
      return removal.removeTree(root, () -> {});
    }
    if (register.version() == 1 && !registers.hasDefinition(root)) {
      return isSettled(root);
    }
    if (register.state() == JobState.BUILDING) {
      String by = queue.environment().newToken();
      boolean revoked =
          registers.tryMove(root, register, register.next(JobState.DELETED, by, queue.now()));
      return revoked && removal.removeTree(root, () -> {});
    }
    if (register.state() == JobState.DELETED) {
      return removal.removeTree(root, () -> {});
    }
    if (registers.isMarked(root)) {
      removal.unmarkIfPresent(root);
    }
    // Its submitter may not have forced the commit; what runs now must not be taken back with it.
    queue.syncTransitionsIfThere(List.of(queue.layout().job(root)));
    HierarchyReader jobs = new HierarchyReader(queue, root);
    Optional<HierarchyReader.Step> job = jobs.next();
    while (job.isPresent()) {
      if (job.get().definition().isPresent()) {
        issueIfWaiting(job.get().definition().get());
      }
      job = jobs.next();
    }
    return true;
  }

  /** Of a job that is alone: either its definition is there, which commits it, or never will be. */
  private boolean isSettled(JobId root) throws IOException {
    if (removal.isBarred(root)) {
      return removal.removeTree(root, () -> {});
    }
    Optional<RegisterName> register = registers.look(root).register();
    return register.isPresent()
        && register.get().state() != JobState.BUILDING
        && completeSubmission(root, register.get());
  }

  private void issueIfWaiting(JobDefinition job) throws IOException {
    StateView view = registers.look(job.node().id());
    Optional<RegisterName> register = view.register();
    if (!view.latched() && register.isPresent() && register.get().state() == JobState.WAITING) {
      tickets.issue(job.ticket(register.get().version()), view);
    }
  }

  /** Whether the process that declared the intent is gone from this machine. */
  public boolean isCertainlyGone(IntentName intent) {
    try {
      byte[] content = queue.files().read(path(intent), ProcessIdentity.SIZE_LIMIT);
      return queue.environment().processes().isCertainlyGone(ProcessIdentity.parse(content));
    } catch (IOException e) {
      return false; // withdrawn meanwhile, or being written; the lease tells
    }
  }

  private Path path(IntentName intent) {
    return queue.layout().intents().resolve(intent.toString());
  }
}
