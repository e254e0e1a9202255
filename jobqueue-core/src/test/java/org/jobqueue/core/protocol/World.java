package org.jobqueue.core.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.Violation;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.graph.JobSpec;
import org.jobqueue.core.graph.RootNode;
import org.jobqueue.core.graph.SubmissionPlan;
import org.jobqueue.core.process.CommandMarker;
import org.jobqueue.core.process.ProcessProbe;
import org.jobqueue.core.verify.Verification;

/** A queue directory with processes whose death, clock and file system a test controls. */
final class World {
  private final QueueLayout layout;
  private final QueueOptions options;
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong pids = new AtomicLong(100);
  private final Set<Long> dead = new HashSet<>();
  private final Random random = new Random(42);
  private final List<JobId> committed = new ArrayList<>();
  private Consumer<Predicate<CommandMarker>> endCommands = which -> {};

  World(Path directory) throws IOException {
    this(
        directory,
        QueueOptions.defaults().withDurability(Durability.NONE).withLease(Duration.ofSeconds(8)));
  }

  World(Path directory, QueueOptions options) throws IOException {
    this.layout = new QueueLayout(directory);
    this.options = options;
    for (Path part : layout.directories()) {
      Files.createDirectories(part);
    }
  }

  QueueLayout layout() {
    return layout;
  }

  /** The jobs whose success was committed, in this order. */
  List<JobId> committed() {
    return committed;
  }

  /** What happens when a process ends the commands of others. */
  void onEndCommands(Consumer<Predicate<CommandMarker>> action) {
    endCommands = action;
  }

  void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** A process with a file system of its own. */
  final class Client {
    private final long pid = pids.incrementAndGet();
    private final FaultyFiles files = new FaultyFiles();
    private final QueueDirectory queue =
        new QueueDirectory(
            layout,
            options,
            new Environment(
                files,
                Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC),
                nanos::get,
                random,
                new ProcessProbe() {
                  @Override
                  public ProcessIdentity self() {
                    return new ProcessIdentity("host", "boot", "ns", pid, null);
                  }

                  @Override
                  public boolean isCertainlyGone(ProcessIdentity process) {
                    return dead.contains(process.pid());
                  }

                  @Override
                  public int endCommands(Predicate<CommandMarker> which) {
                    endCommands.accept(which);
                    return 1;
                  }
                }));

    private boolean talkative;

    /** From now on its attempts write to their standard output. */
    Client talkative() {
      talkative = true;
      return this;
    }

    FaultyFiles files() {
      return files;
    }

    QueueDirectory queue() {
      return queue;
    }

    /** What a process manager would report from now on. */
    void die() {
      dead.add(pid);
    }

    JobId submit(RootNode root) throws IOException {
      return new Submission(queue).submit(SubmissionPlan.of(root, options.keepJobsInRepository()));
    }

    /** Claims and commits until nothing is left. */
    int drain() throws IOException {
      WorkerSession session = WorkerSession.register(queue);
      Claims claims = new Claims(queue);
      int jobs = 0;
      while (true) {
        claims.refresh();
        Optional<Claim> claim = claims.next(session, Admission.ALL, 20).claim();
        if (claim.isEmpty()) {
          session.signOff();
          return jobs;
        }
        run(session, claim.get());
        jobs++;
      }
    }

    void run(WorkerSession session, Claim claim) throws IOException {
      Completion completion = new Completion(queue);
      requireSubJobsDone(claim);
      Path directory = completion.attemptDirectory(claim);
      try {
        queue.files().createDirectory(directory);
      } catch (java.nio.file.FileAlreadyExistsException e) {
        // lost reply; the name is unique
      }
      if (talkative) {
        queue.files().createFile(directory.resolve("stdout"), new byte[] {'x'});
      }
      Instant now = queue.now();
      AttemptResult result =
          new AttemptResult(JobAttempt.Outcome.SUCCEEDED, now, now, Optional.empty());
      if (completion.commit(session.name(), claim, result) == Completion.Outcome.COMMITTED) {
        committed.add(claim.definition().node().id());
      }
    }

    private void requireSubJobsDone(Claim claim) throws IOException {
      for (String subJob : claim.definition().subJobs()) {
        JobId id = new JobId(claim.definition().number(), subJob);
        if (state(id) != JobState.DONE) {
          throw new AssertionError(claim.definition().node().id() + " runs before " + id);
        }
      }
    }

    /** Claims and commits one job. */
    JobId runNext() throws IOException {
      WorkerSession session = WorkerSession.register(queue);
      Claim claim = new Claims(queue).next(session, Admission.ALL, 0).claim().orElseThrow();
      run(session, claim);
      session.signOff();
      return claim.definition().node().id();
    }

    /** Cleans up after the dead, until nothing changes. */
    void recover() throws IOException {
      Reaper reaper = new Reaper(queue);
      IntentRecovery intents = new IntentRecovery(queue);
      for (int i = 0; i < 3; i++) {
        reaper.lookAround("observer", 100);
        intents.lookAround();
        advance(options.lease().plusSeconds(1));
      }
    }
  }

  Client client() {
    return new Client();
  }

  JobState state(JobId id) throws IOException {
    return new Registers(client().queue())
        .look(id)
        .register()
        .map(RegisterName::state)
        .orElse(JobState.DELETED);
  }

  /** The states of all jobs of a hierarchy, in the order in which they run. */
  List<JobState> states(JobId root) throws IOException {
    List<JobState> states = new ArrayList<>();
    for (JobId job : tree(root)) {
      states.add(state(job));
    }
    return states;
  }

  /** The top-level jobs that have a directory. */
  List<JobId> roots() throws IOException {
    List<JobId> roots = new ArrayList<>();
    for (String name : names(layout.jobBucket(1))) {
      QueueLayout.jobNumber(name).ifPresent(number -> roots.add(JobId.ofRoot(number)));
    }
    return roots;
  }

  /** What {@code verify} finds wrong. */
  List<Violation> violations() throws IOException {
    List<Violation> violations = new ArrayList<>();
    new Verification(new LocalFiles(), layout, () -> {}, violations::add).run();
    return violations;
  }

  /** All jobs of a hierarchy in the queue. */
  List<JobId> tree(JobId root) throws IOException {
    List<JobId> jobs = new ArrayList<>();
    HierarchyReader walk = new HierarchyReader(client().queue(), root);
    Optional<HierarchyReader.Step> step = walk.next();
    while (step.isPresent()) {
      jobs.add(step.get().id());
      step = walk.next();
    }
    return jobs;
  }

  /** What is left of tickets, workers and intents. */
  List<String> leftovers() {
    List<String> left = new ArrayList<>();
    for (Path directory :
        List.of(layout.run(), layout.workers(), layout.intents(), layout.quarantine())) {
      names(directory).forEach(name -> left.add(directory.getFileName() + "/" + name));
    }
    try (Stream<Path> ready = Files.walk(layout.ready())) {
      ready.filter(Files::isRegularFile).forEach(file -> left.add("ready/" + file.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return left;
  }

  private static List<String> names(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A top-level job without sub-jobs. */
  static RootNode root() {
    return new RootNode(
        spec("root"),
        (type, parameters) -> spec(type),
        org.jobqueue.api.JobOptions.DEFAULTS,
        World::unused);
  }

  /** A root with two sub-jobs that share a third. */
  static RootNode diamond() {
    RootNode root = root();
    var left = root.createJob("left", Map.of());
    var right = root.createJob("right", Map.of());
    right.addDependency(left.createJob("shared", Map.of()));
    return root;
  }

  private static JobHandle unused(RootNode root) {
    throw new AssertionError("tests submit by themselves");
  }

  private static JobSpec spec(String type) {
    return new JobSpec(
        type,
        1,
        Map.of(),
        new JobProc(type) {
          @Override
          public void run() {}
        });
  }
}
