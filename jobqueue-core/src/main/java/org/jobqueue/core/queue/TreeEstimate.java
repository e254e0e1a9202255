package org.jobqueue.core.queue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.TreeProgress;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.AttemptStatus;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.fs.FileTooLargeException;
import org.jobqueue.core.protocol.ChunkWalk;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;
import org.jobqueue.core.protocol.StateView;
import org.jobqueue.core.work.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Says how far a hierarchy is, and how long it may still take.
 *
 * <p>At most {@value #MOST_LOOKED_AT} jobs are looked at. Each job shares what may be looked at
 * among its sub-jobs; if these are too many, some of them are, at even distances, and stand for the
 * others, while the latch tells how many are done. Of the leaves that are done, the times of
 * {@value #MOST_TIMED} are read, and of the workers the tickets in flight of {@value
 * #MOST_WORKERS}.
 */
final class TreeEstimate {
  private static final int MOST_LOOKED_AT = 500;
  private static final int MOST_TIMED = 50;
  private static final int MOST_CHUNKS = 200;
  private static final int MOST_WORKERS = 500;

  private final QueueDirectory queue;
  private final Registers registers;
  private final AttemptReader attempts;
  private final WaitingProgress progress;
  private final JobId top;
  private final Set<JobId> seen = new HashSet<>();
  private final List<JobId> done = new ArrayList<>();
  private boolean complete = true;

  private TreeEstimate(QueueDirectory queue, JobId top) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.attempts = new AttemptReader(queue);
    this.progress = new WaitingProgress(queue);
    this.top = top;
  }

  /** How far a job and all below it are. */
  static TreeProgress of(QueueDirectory queue, JobId top) {
    try {
      return new TreeEstimate(queue, top).estimate();
    } catch (IOException e) {
      throw Failures.reading(queue.layout().job(top), e);
    }
  }

  /** Leaves below a job, and how many of them are done; estimates need not be whole. */
  private record Part(double leaves, double done) {
    static final Part NOTHING = new Part(0, 0);

    Part plus(Part other) {
      return new Part(leaves + other.leaves, done + other.done);
    }

    Part times(double factor) {
      return new Part(leaves * factor, done * factor);
    }
  }

  private TreeProgress estimate() throws IOException {
    Part all = look(top, MOST_LOOKED_AT, false);
    long leaves = Math.round(all.leaves());
    long finished = Math.min(leaves, Math.round(all.done()));
    if (finished == leaves && all.done() < all.leaves()) {
      finished--; // not all of them are
    }
    long running = inFlight();
    Optional<Duration> left =
        leaves == 1 && finished == 0 ? ofLeaf() : ofLeaves(leaves - finished, running);
    return new TreeProgress(leaves, finished, running, complete, left);
  }

  private Part look(JobId id, int budget, boolean knownDone) throws IOException {
    if (!seen.add(id)) {
      return Part.NOTHING; // shared, and counted before
    }
    Optional<JobDefinition> definition = definition(id);
    @Nullable StateView view = knownDone ? null : registers.look(id);
    boolean isDone = view == null || state(view) == JobState.DONE;
    if (definition.isEmpty()) {
      return new Part(1, isDone ? 1 : 0);
    }
    JobDefinition job = definition.get();
    Part chunks = job.hasChunks() ? chunks(job, isDone) : Part.NOTHING;
    if (job.subJobs().isEmpty()) {
      return job.hasChunks() ? chunks : leaf(id, isDone);
    }
    boolean open = view != null && view.register().isPresent() && !view.latched();
    boolean belowDone = isDone || open;
    return chunks.plus(subJobs(job, budget - 1, belowDone));
  }

  private Part leaf(JobId id, boolean isDone) {
    if (isDone) {
      done.add(id);
    }
    return new Part(1, isDone ? 1 : 0);
  }

  private static JobState state(StateView view) {
    return view.register().map(RegisterName::state).orElse(JobState.QUARANTINED);
  }

  private Optional<JobDefinition> definition(JobId id) throws IOException {
    try {
      return Optional.of(queue.definition(id));
    } catch (JobDefinition.DamagedException | FileTooLargeException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Part subJobs(JobDefinition job, int budget, boolean allDone) throws IOException {
    List<String> subJobs = job.subJobs();
    int count = subJobs.size();
    if (budget < 1) {
      complete = false;
      return new Part(count, allDone ? count : directlyDone(job));
    }
    int looks = Math.min(count, budget);
    Part sum = Part.NOTHING;
    int before = seen.size();
    for (int i = 0; i < looks; i++) {
      String local = subJobs.get((int) ((long) i * count / looks));
      int share = (budget - (seen.size() - before)) / (looks - i);
      sum = sum.plus(look(new JobId(job.number(), local), Math.max(1, share), allDone));
    }
    if (looks == count) {
      return sum;
    }
    complete = false;
    boolean onlyLeaves = sum.leaves() == looks;
    Part scaled = sum.times((double) count / looks);
    return onlyLeaves && !allDone ? new Part(count, directlyDone(job)) : scaled;
  }

  private long directlyDone(JobDefinition job) throws IOException {
    long left =
        queue.listOrEmpty(queue.layout().latch(job.node().id())).stream()
            .filter(QueueLayout::isLatchToken)
            .count();
    return Math.max(0, job.subJobs().size() - left);
  }

  private Part chunks(JobDefinition block, boolean isDone) throws IOException {
    long count = Objects.requireNonNull(block.block()).count();
    long finished = isDone ? count : count - progress.chunksLeft(block.node().id());
    ChunkWalk walk = new ChunkWalk(queue, block);
    Optional<JobId> chunk = walk.next();
    for (int i = 0; i < MOST_CHUNKS && chunk.isPresent(); i++) {
      done.add(chunk.get()); // perhaps: that is seen when its time is read
      chunk = walk.next();
    }
    return new Part(count, Math.max(0, finished));
  }

  /** How many slots work on the hierarchy. */
  private long inFlight() throws IOException {
    long count = 0;
    for (String worker : someWorkers()) {
      if (Environment.isToken(worker)) {
        count +=
            queue.listOrEmpty(queue.layout().runDirectory(worker)).stream()
                .flatMap(name -> RunTicket.parse(name).stream())
                .filter(ticket -> isBelow(ticket.ticket().node().id()))
                .count();
      }
    }
    return count;
  }

  private List<String> someWorkers() throws IOException {
    try {
      return queue.files().listSome(queue.layout().run(), MOST_WORKERS);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of(); // a check mends that
    }
  }

  private boolean isBelow(JobId id) {
    return id.number() == top.number()
        && (top.isRoot()
            || seen.contains(id)
            || id.equals(top.block())
            || id.local().startsWith(top.local() + "/"));
  }

  private Optional<Duration> ofLeaves(long left, long running) throws IOException {
    if (left == 0) {
      return Optional.of(Duration.ZERO);
    }
    Optional<Duration> median = median();
    if (running == 0 || median.isEmpty()) {
      return Optional.empty();
    }
    long rounds = (left + running - 1) / running;
    return Optional.of(median.get().multipliedBy(rounds));
  }

  /** Of one that runs: as it says how far it is, or else as its siblings took. */
  private Optional<Duration> ofLeaf() throws IOException {
    Optional<RegisterName> register = registers.look(top).register();
    if (register.isEmpty() || register.get().state() != JobState.RUNNING) {
      return Optional.empty();
    }
    Instant now = queue.now();
    Instant start = register.get().time();
    Duration elapsed = start.isAfter(now) ? Duration.ZERO : Duration.between(start, now);
    AttemptStatus said = attempts.status(top, register.get());
    Integer percent = said.progress();
    if (percent != null && percent > 0 && percent <= 100) {
      return Optional.of(elapsed.multipliedBy(100 - percent).dividedBy(percent));
    }
    addSiblings();
    return median()
        .map(median -> median.compareTo(elapsed) > 0 ? median.minus(elapsed) : Duration.ZERO);
  }

  private void addSiblings() throws IOException {
    Optional<JobDefinition> job = definition(top);
    if (job.isEmpty()) {
      return;
    }
    if (top.isChunk()) {
      Optional<JobDefinition> block = definition(top.block());
      if (block.isPresent()) {
        Part unused = chunks(block.get(), false);
      }
      return;
    }
    for (JobDefinition.Parent parent : job.get().parents()) {
      Optional<JobDefinition> above = definition(new JobId(top.number(), parent.local()));
      if (above.isPresent()) {
        above.get().subJobs().stream()
            .filter(local -> !local.equals(top.local()))
            .forEach(local -> done.add(new JobId(top.number(), local)));
        return;
      }
    }
  }

  /** The median time of some leaves that are done. */
  private Optional<Duration> median() throws IOException {
    List<Duration> times = new ArrayList<>();
    int looks = Math.min(done.size(), MOST_TIMED);
    for (int i = 0; i < looks; i++) {
      time(done.get((int) ((long) i * done.size() / looks))).ifPresent(times::add);
    }
    times.sort(null);
    return times.isEmpty() ? Optional.empty() : Optional.of(times.get(times.size() / 2));
  }

  private Optional<Duration> time(JobId id) throws IOException {
    return registers
        .look(id)
        .register()
        .filter(register -> register.state() == JobState.DONE)
        .map(AttemptResult::ofDone)
        .map(result -> Duration.between(result.start(), result.end()));
  }
}
