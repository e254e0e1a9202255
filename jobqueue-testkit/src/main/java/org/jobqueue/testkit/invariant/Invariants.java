package org.jobqueue.testkit.invariant;

import static org.jobqueue.api.JobState.BUILDING;
import static org.jobqueue.api.JobState.CANCELLED;
import static org.jobqueue.api.JobState.DELETED;
import static org.jobqueue.api.JobState.DONE;
import static org.jobqueue.api.JobState.FAILED;
import static org.jobqueue.api.JobState.HELD;
import static org.jobqueue.api.JobState.RUNNING;
import static org.jobqueue.api.JobState.WAITING;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.ArchiveManifest;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.ServerTree;

/**
 * The oracle: looks at the server's own files after each operation.
 *
 * <p>I1 one state name per job, transitions in steps of one version and only between states that
 * the format allows. I2 done follows only the very claim that is committed, and nothing follows
 * done but deletion. I3 a job is claimed only when all sub-jobs are done, and a latch loses only
 * the tokens of sub-jobs that are done. I4 a job that can run has a ticket, or a record whose
 * handler issues one. Not thread-safe.
 */
public final class Invariants {
  /** Where a repair of the queue moves what no job needs. */
  private static final String SET_ASIDE = "foreign";

  private static final int REMEMBERED = 5_000_000;
  private static final Map<JobState, Set<JobState>> ALLOWED =
      Map.of(
          BUILDING, EnumSet.of(WAITING, DELETED),
          WAITING, EnumSet.of(RUNNING, WAITING, HELD, FAILED, CANCELLED, DELETED),
          HELD, EnumSet.of(WAITING, FAILED, CANCELLED, DELETED),
          RUNNING, EnumSet.of(DONE, WAITING, FAILED, CANCELLED, DELETED),
          DONE, EnumSet.of(DELETED),
          FAILED, EnumSet.of(WAITING, DELETED),
          CANCELLED, EnumSet.of(WAITING, DELETED));

  private final QueueFacts.Reader reader = new QueueFacts.Reader();
  private final Set<Long> good = new HashSet<>();
  private final History history;

  /** For those who go back and forth between states of the files, and see one moment only. */
  public Invariants() {
    this(History.UNKNOWN);
  }

  /** For those who know what led to the present state. */
  public Invariants(History history) {
    this.history = history;
  }

  /** How many different states of the files were found good. */
  public long statesChecked() {
    return good.size();
  }

  /** What an operation violates, if it violates anything. */
  public Optional<String> violatedBy(ServerTree before, Call call, ServerTree after) {
    if (before.fingerprint() == after.fingerprint() || !matters(call)) {
      return Optional.empty();
    }
    Optional<String> violation = violatedByChange(before, call);
    return violation.isPresent() ? violation : violatedIn(after);
  }

  /** What happens within attempts and among heartbeats is no part of any rule. */
  private static boolean matters(Call call) {
    return !call.path().get(0).equals("workers")
        && call.path().stream().noneMatch(name -> name.startsWith("attempt-"));
  }

  private Optional<String> violatedByChange(ServerTree before, Call call) {
    return switch (call.operation()) {
      case RENAME -> {
        Optional<RegisterName> from = RegisterName.parse(call.name());
        yield from.isPresent() && isInState(call) ? transition(before, call, from.get()) : none();
      }
      case DELETE_FILE ->
          QueueLayout.isLatchToken(call.name()) && isInLatch(call)
              ? latchToken(before, call)
              : none();
      default -> none();
    };
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static boolean isInState(Call call) {
    return QueueLayout.jobNumber(call.parent().get(call.parent().size() - 1)).isPresent()
        || isInChunk(call);
  }

  private static boolean isInChunk(Call call) {
    return QueueLayout.frame(call.parent().get(call.parent().size() - 1)).isPresent();
  }

  private static boolean isInLatch(Call call) {
    return call.parent().get(call.parent().size() - 1).equals(QueueLayout.LATCH);
  }

  private Optional<String> transition(ServerTree before, Call call, RegisterName from) {
    String name = call.target().get(call.target().size() - 1);
    Optional<RegisterName> to = RegisterName.parse(name);
    if (to.isEmpty()) {
      return Optional.of("I1: a register became " + name);
    }
    if (from.state() == BUILDING && ArchiveManifest.isEnd(to.get().state())) {
      return none(); // brought back from an archive
    }
    boolean reopened =
        isInChunk(call)
            && from.state() == WAITING
            && to.get().state() == WAITING
            && to.get().version() > from.version();
    if ((to.get().version() != from.version() + 1 && !reopened)
        || !ALLOWED.getOrDefault(from.state(), Set.of()).contains(to.get().state())) {
      return Optional.of("I1: no such transition: " + from + " -> " + to.get());
    }
    if (to.get().state() == DONE
        && (!to.get().by().equals(from.by()) || to.get().attempt() != from.attempt())) {
      return Optional.of("I2: " + to.get() + " commits what " + from + " ran");
    }
    Predicate<Operation> isBehalf =
        operation -> history.isOnBehalf(operation, before, call, to.get());
    if (!Counters.areKept(isBehalf, from, to.get())) {
      return Optional.of("I2: the counters of " + from + " became those of " + to.get());
    }
    if (!Counters.isSkipKept(isBehalf, isInChunk(call), from, to.get())) {
      return Optional.of("I2: whether it is skipped: " + from + " -> " + to.get());
    }
    return to.get().state() == RUNNING ? claimTooEarly(before, call) : none();
  }

  private Optional<String> claimTooEarly(ServerTree before, Call call) {
    QueueFacts facts = new QueueFacts(before, reader);
    JobFacts job = facts.job(jobOf(call.parent())).orElseThrow();
    if (job.id().isChunk()) {
      if (state(facts, job.id().root()) == DELETED) {
        return none(); // one that was opened meanwhile is not fenced; it goes with the files
      }
      JobFacts block = facts.job(job.id().block()).orElseThrow();
      return claimTooEarly(facts, block.definition().orElseThrow(), job.id());
    }
    Optional<String> chunk =
        job.definition().filter(JobDefinition::hasChunks).isPresent()
            ? BlockInvariants.firstUndone(facts, job)
                .map(index -> "I3: " + job.id() + " is claimed before chunk " + index + " is done")
            : none();
    return chunk.isPresent()
        ? chunk
        : claimTooEarly(facts, job.definition().orElseThrow(), job.id());
  }

  private Optional<String> claimTooEarly(
      QueueFacts facts, JobDefinition definition, JobId claimed) {
    JobId job = definition.node().id();
    for (String local : definition.subJobs()) {
      JobId subJob = new JobId(job.number(), local);
      if (state(facts, subJob) != DONE && !isDoneAndDeleted(facts, subJob)) {
        return Optional.of("I3: " + claimed + " is claimed while " + subJob + " is not done");
      }
    }
    return none();
  }

  /** A deletion comes to shared sub-jobs before it comes to all of their parents. */
  private boolean isDoneAndDeleted(QueueFacts facts, JobId subJob) {
    return state(facts, subJob) == DELETED
        && state(facts, subJob.root()) == DELETED
        && history.wasDone(subJob);
  }

  private Optional<String> latchToken(ServerTree before, Call call) {
    QueueFacts facts = new QueueFacts(before, reader);
    List<String> directory = call.parent().subList(0, call.parent().size() - 1);
    JobId parent = jobOf(directory);
    if (state(facts, JobId.ofRoot(parent.number())) == DELETED || facts.isGone(parent.number())) {
      return none();
    }
    for (JobFacts job : facts.roots().getOrDefault(parent.number(), List.of())) {
      boolean isMeant =
          job.definition()
              .filter(found -> QueueLayout.latchToken(found.order()).equals(call.name()))
              .isPresent();
      if (isMeant && job.register().map(RegisterName::state).orElse(BUILDING) != DONE) {
        return Optional.of(
            "I3: the latch of " + parent + " loses the token of " + job.id() + ", not done");
      }
    }
    return none();
  }

  /** The state of a job in these files; empty if it is not there or has no clear state. */
  public Optional<JobState> state(ServerTree tree, JobId id) {
    return new QueueFacts(tree, reader)
        .job(id)
        .flatMap(JobFacts::register)
        .map(RegisterName::state);
  }

  private static JobState state(QueueFacts facts, JobId id) {
    return facts
        .job(id)
        .flatMap(JobFacts::register)
        .map(RegisterName::state)
        .orElse(JobState.QUARANTINED);
  }

  /** The job whose directory lies at that path. */
  public static JobId jobOf(List<String> directory) {
    List<String> names = directory.subList(2, directory.size());
    long number = QueueLayout.jobNumber(names.get(0)).orElseThrow();
    StringBuilder local = new StringBuilder();
    for (String name : names.subList(1, names.size())) {
      if (name.equals(QueueLayout.FRAMES)) {
        int frame = QueueLayout.frame(directory.get(directory.size() - 1)).orElseThrow();
        return new JobId(number, local.toString()).chunk(frame);
      }
      if (name.equals(QueueLayout.REPOSITORY)) {
        local.append('r');
      } else if (!name.equals(QueueLayout.SUB_JOBS)) {
        if (local.length() > 0 && !local.toString().equals("r")) {
          local.append('/');
        }
        local.append(QueueLayout.jobNumber(name).orElseThrow());
      }
    }
    return new JobId(number, local.toString());
  }

  /** What is wrong with these files as they are, if anything. */
  public Optional<String> violatedIn(ServerTree tree) {
    if (good.contains(tree.fingerprint())) {
      return none();
    }
    QueueFacts facts = new QueueFacts(tree, reader);
    for (List<JobFacts> hierarchy : facts.roots().values()) {
      Optional<String> violation = violatedIn(facts, hierarchy);
      if (violation.isPresent()) {
        return violation;
      }
    }
    if (good.size() < REMEMBERED) {
      good.add(tree.fingerprint());
    }
    return none();
  }

  private static Optional<String> violatedIn(QueueFacts facts, List<JobFacts> hierarchy) {
    if (hierarchy.isEmpty()) {
      return none();
    }
    JobFacts root = hierarchy.get(0);
    if (!root.id().isRoot()) {
      return facts.isGone(root.id().number())
          ? none() // a submitter that was taken for dead still writes
          : Optional.of("I6: the root of " + root.id() + " is lost");
    }
    if (root.registers().size() > 1) {
      return Optional.of("I1: " + root.id() + " has the state names " + root.registers());
    }
    JobState rootState = root.register().map(RegisterName::state).orElse(BUILDING);
    if (rootState == BUILDING || rootState == DELETED) {
      return none();
    }
    for (JobFacts job : hierarchy) {
      if (job.registers().size() != 1) {
        return Optional.of("I1: " + job.id() + " has the state names " + job.registers());
      }
      if (job.definition().isPresent() && !canGoOn(facts, job, job.definition().get())) {
        return Optional.of("I4: " + job.id() + " waits without ticket or record");
      }
      Optional<String> chunk = BlockInvariants.violated(facts, job);
      if (chunk.isPresent()) {
        return chunk;
      }
    }
    return none();
  }

  private static boolean canGoOn(QueueFacts facts, JobFacts job, JobDefinition definition) {
    RegisterName register = job.registers().get(0);
    if (register.state() != WAITING
        || job.latch().isPresent()
        || job.chunks().isPresent()
        || job.id().isChunk()) {
      return true;
    }
    return facts.hasTicket(definition, register.version())
        || facts.isInFlight(job.id())
        || facts.hasIntent(job.id().number())
        || definition.subJobs().stream()
            .anyMatch(local -> facts.isInFlight(new JobId(job.id().number(), local)));
  }

  /** The jobs of all hierarchies that are committed and not being deleted. */
  public Set<JobId> committed(ServerTree tree) {
    Set<JobId> jobs = new HashSet<>();
    QueueFacts facts = new QueueFacts(tree, reader);
    for (List<JobFacts> hierarchy : facts.roots().values()) {
      JobState root =
          hierarchy.isEmpty()
                  || !hierarchy.get(0).id().isRoot()
                  || isBeingSubmitted(facts, hierarchy.get(0))
              ? BUILDING
              : hierarchy.get(0).register().map(RegisterName::state).orElse(BUILDING);
      if (root != BUILDING && root != DELETED) {
        hierarchy.forEach(job -> jobs.add(job.id()));
      }
    }
    return jobs;
  }

  /** A job that is alone is committed by its definition. */
  private static boolean isBeingSubmitted(QueueFacts facts, JobFacts root) {
    return root.definition().isEmpty()
        && root.register().filter(RegisterName::isFirstWaiting).isPresent()
        && facts.hasIntent(root.id().number());
  }

  /**
   * What is left undone after everybody was given the chance to finish: a committed job that is not
   * done, a ticket, record or intent. Jobs that failed for good, were cancelled or held, and what
   * waits for such jobs, are complete in that sense.
   */
  public Optional<String> unfinished(Set<JobId> committed, ServerTree tree) {
    QueueFacts facts = new QueueFacts(tree, reader);
    for (JobId id : committed) {
      JobState state = state(facts, id);
      boolean deleted = state(facts, JobId.ofRoot(id.number())) == DELETED;
      boolean gone = facts.isGone(id.number());
      if (state == RUNNING || (state == WAITING && !isBlocked(facts, id))) {
        return Optional.of("I5/I6: " + id + " is never done; it is " + state);
      }
      if (state == JobState.QUARANTINED && !deleted && !gone) {
        return Optional.of("I6: " + id + " is lost");
      }
    }
    for (List<JobFacts> hierarchy : facts.roots().values()) {
      if (isHalfDone(hierarchy)) {
        return Optional.of("I6: half there: " + hierarchy);
      }
    }
    for (String directory : List.of("run", "intents", "quarantine", "workers")) {
      List<String> left =
          tree.names(List.of(directory)).stream().filter(name -> !name.equals(SET_ASIDE)).toList();
      if (!left.isEmpty()) {
        return Optional.of("I6: left in " + directory + "/: " + left);
      }
    }
    return none();
  }

  /** A reserved number alone is none: nothing announced it, and nothing will remove it. */
  private static boolean isHalfDone(List<JobFacts> hierarchy) {
    if (hierarchy.isEmpty()) {
      return false;
    }
    Optional<RegisterName> root = hierarchy.get(0).register();
    if (hierarchy.size() > 1 || hierarchy.get(0).definition().isPresent()) {
      return root.isEmpty() || root.get().state() == BUILDING || root.get().state() == DELETED;
    }
    return root.isPresent() && root.get().state() == DELETED;
  }

  /** Whether a job waits for one that will not be done unless somebody acts. */
  private static boolean isBlocked(QueueFacts facts, JobId id) {
    if (id.isChunk()) {
      return isBlocked(facts, id.block()) || state(facts, id.block()) != WAITING;
    }
    Optional<JobFacts> job = facts.job(id);
    if (job.flatMap(JobFacts::definition).filter(JobDefinition::hasChunks).isPresent()
        && BlockInvariants.isStuck(facts, job.get())) {
      return true;
    }
    Optional<JobDefinition> definition = facts.job(id).flatMap(JobFacts::definition);
    for (String local : definition.map(JobDefinition::subJobs).orElse(List.of())) {
      JobId subJob = new JobId(id.number(), local);
      JobState state = state(facts, subJob);
      if (state == FAILED || state == CANCELLED || state == HELD || isBlocked(facts, subJob)) {
        return true;
      }
    }
    return false;
  }
}
