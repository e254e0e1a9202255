package org.jobqueue.core.protocol;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jobqueue.api.JobChanges;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.event.EventType;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.RegisterName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels, retries, holds and releases jobs, and changes the priority of hierarchies.
 *
 * <p>An operation first completes the intents of others that stand for the same hierarchy, so that
 * none is carried out after a later one. Then it declares its own, changes each job by one
 * compare-and-set, issues the tickets of those that can run now, and withdraws the intent.
 *
 * <p>Before each change it makes sure, after the look at what it changes, that its intent still
 * stands. Whoever withdraws the intent of another has carried that operation out in full before. So
 * what is changed after that was in the state in which it is changed while the intent stood, and
 * came into it behind the one who withdrew it. That is why whoever makes jobs wait, on his own
 * behalf or another's, declares another intent to issue their tickets: he may die between the two,
 * when nothing else tells any more that a ticket is missing.
 *
 * <p>Two that declare at the same moment may not have seen each other before. They look once more
 * afterwards: the one with the lower token gives way and begins again, the one with the higher
 * token completes the other first.
 */
public final class Control {
  private static final Logger LOG = LoggerFactory.getLogger(Control.class);
  private static final JobChanges NOTHING = new JobChanges(0, Map.of());

  private final QueueDirectory queue;
  private final Registers registers;
  private final Intents intents;
  private final StateChange stateChange;
  private final Priorities priorities;
  private final Map<String, Intent> issues = new ConcurrentHashMap<>();

  /** Control of the jobs of a queue. */
  public Control(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.intents = new Intents(queue);
    this.stateChange = new StateChange(queue);
    this.priorities = new Priorities(queue);
  }

  /** Whether an operation is to go on, and that it does. */
  interface Guard {
    /** Asked after a look and before the change it leads to. */
    boolean mayChange() throws IOException;

    /** Called now and then. */
    void showProgress() throws IOException;
  }

  private interface Naming {
    IntentName intent(String by);
  }

  /**
   * Cancels, retries, holds or releases.
   *
   * @param operation one of these four
   * @param recursive whether all jobs below are meant as well
   * @throws IOException if the file system failed; what was begun will be completed by others
   */
  public JobChanges change(IntentName.Operation operation, JobId job, boolean recursive)
      throws IOException {
    return perform(job, by -> IntentName.forJobs(operation, job, recursive, by));
  }

  /**
   * Changes the priority of a hierarchy.
   *
   * @throws IOException if the file system failed; what was begun will be completed by others
   */
  public void setPriority(JobId root, int priority) throws IOException {
    perform(root, by -> IntentName.forPriority(root, priority, by));
  }

  private JobChanges perform(JobId job, Naming naming) throws IOException {
    Set<String> hopeless = new HashSet<>();
    while (true) {
      completeAll(intents.ofHierarchy(job.number()), hopeless);
      String by = queue.environment().newToken();
      IntentName name = naming.intent(by);
      Intent intent = Intent.declare(queue, name);
      List<IntentName> others =
          intents.ofHierarchy(job.number()).stream()
              .filter(other -> !other.by().equals(by) && !hopeless.contains(other.by()))
              .toList();
      if (others.stream().anyMatch(other -> other.by().compareTo(by) > 0)) {
        intent.withdraw();
        continue;
      }
      completeAll(others, hopeless);
      JobChanges changes = carryOut(name, intent::touch, false);
      intent.withdraw();
      tell(name, changes);
      return changes;
    }
  }

  private void tell(IntentName done, JobChanges changes) {
    EventType type =
        switch (done.operation()) {
          case CANCEL -> EventType.CANCELLED;
          case RETRY -> EventType.RETRY_ASKED;
          case HOLD -> EventType.HELD;
          case RELEASE -> EventType.RELEASED;
          case SKIP -> EventType.SKIPPED;
          case PRIORITY -> EventType.PRIORITY;
          case SUBMIT, DELETE, ARCHIVE, ISSUE ->
              throw new IllegalArgumentException(done + " is no control");
        };
    Occurrence what = Occurrence.of(type, done.job(), done.recursive());
    queue
        .events()
        .happened(
            type == EventType.PRIORITY
                ? what.message("priority " + done.priority())
                : what.count(changes.changed()));
  }

  /** Trouble with the jobs of another operation does not keep this one from being done. */
  private void completeAll(List<IntentName> others, Set<String> hopeless) {
    for (IntentName other : others) {
      try {
        if (!hopeless.contains(other.by())) {
          complete(other);
        }
      } catch (IOException e) {
        hopeless.add(other.by());
        LOG.warn("cannot complete {} now; workers try again", other, e);
      }
    }
  }

  /** Carries out what another has begun, whose intent goes then; may be done by several at once. */
  void complete(IntentName other) throws IOException {
    if (!isGone(JobId.ofRoot(other.number()))) {
      carryOut(other, () -> {}, true);
    }
    intents.withdraw(other);
  }

  private boolean isGone(JobId root) throws IOException {
    Optional<RegisterName> register = registers.look(root).register();
    return register.isPresent()
        ? register.get().state() == JobState.DELETED
        : registers.isCertainlyGone(root) || !registers.isListed(root);
  }

  private JobChanges carryOut(IntentName intent, Removal.Progress progress, boolean thorough)
      throws IOException {
    JobId root = JobId.ofRoot(intent.number());
    if (!isCommitted(root)) {
      return NOTHING;
    }
    registers.forceCommit(root);
    if (intent.operation().wakes()) {
      return wake(intent, progress, thorough);
    }
    Guard guard = guard(progress, () -> intents.stands(intent));
    if (intent.operation() == IntentName.Operation.PRIORITY) {
      priorities.set(intent.job(), intent.priority(), intent.by(), guard);
      return NOTHING;
    }
    return stateChange.carryOut(intent, guard, thorough);
  }

  /**
   * What a try has declared that failed is used by the next one: what cannot be done for a long
   * time leaves one intent and not one of each try.
   */
  private JobChanges wake(IntentName intent, Removal.Progress progress, boolean thorough)
      throws IOException {
    Intent kept = issues.remove(intent.by());
    Intent issue =
        kept == null ? Intent.declare(queue, intent.toIssue(queue.environment().newToken())) : kept;
    Removal.Progress both =
        () -> {
          progress.show();
          issue.touch();
        };
    Guard guard = guard(both, () -> intents.standsWith(intent, issue));
    JobChanges changes;
    boolean complete = false;
    try {
      changes = stateChange.carryOut(intent, guard, thorough);
      complete = true;
    } finally {
      if (!complete) {
        issues.put(intent.by(), issue);
      }
    }
    issue.withdraw();
    return changes;
  }

  /** Latches of a hierarchy that is being written or removed are not complete: leave it alone. */
  private boolean isCommitted(JobId root) throws IOException {
    return registers
        .look(root)
        .register()
        .filter(register -> register.state() != JobState.BUILDING)
        .filter(register -> register.state() != JobState.DELETED)
        .isPresent();
  }

  private interface Question {
    boolean ask() throws IOException;
  }

  private static Guard guard(Removal.Progress progress, Question mayChange) {
    return new Guard() {
      @Override
      public boolean mayChange() throws IOException {
        return mayChange.ask();
      }

      @Override
      public void showProgress() throws IOException {
        progress.show();
      }
    };
  }
}
