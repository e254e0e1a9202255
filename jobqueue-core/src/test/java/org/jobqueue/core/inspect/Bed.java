package org.jobqueue.core.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jobqueue.api.CheckListener;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.CheckResult;
import org.jobqueue.api.Durability;
import org.jobqueue.api.Finding;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.core.format.QueueConfiguration;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.core.graph.JobSpec;
import org.jobqueue.core.graph.RootNode;
import org.jobqueue.core.graph.SubmissionPlan;
import org.jobqueue.core.process.ProcessProbe;
import org.jobqueue.core.protocol.Admission;
import org.jobqueue.core.protocol.Claim;
import org.jobqueue.core.protocol.Claims;
import org.jobqueue.core.protocol.Completion;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;
import org.jobqueue.core.protocol.Submission;
import org.jobqueue.core.protocol.WorkerSession;

/** A queue directory to plant damage in, with a clock that the test moves. */
public final class Bed {
  private final QueueLayout layout;
  private final QueueOptions options;
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong pids = new AtomicLong(100);
  private final Set<Long> dead = ConcurrentHashMap.newKeySet();
  private final List<JobId> committed = new ArrayList<>();

  /** An empty queue. */
  public Bed(Path directory) throws IOException {
    this(
        directory,
        QueueOptions.defaults().withDurability(Durability.NONE).withLease(Duration.ofSeconds(8)));
  }

  /** An empty queue with these settings. */
  public Bed(Path directory, QueueOptions options) throws IOException {
    this.layout = new QueueLayout(directory);
    this.options = options;
    for (Path part : layout.directories()) {
      Files.createDirectories(part);
    }
    Files.write(layout.configuration(), new QueueConfiguration("bed", options).toBytes());
  }

  public QueueLayout layout() {
    return layout;
  }

  /** The jobs whose success was committed, in this order. */
  public synchronized List<JobId> committed() {
    return List.copyOf(committed);
  }

  public boolean advance(Duration time) {
    nanos.addAndGet(time.toNanos());
    return true;
  }

  /** A process with its own view of the file system. */
  public QueueDirectory process(QueueFiles files) {
    long pid = pids.incrementAndGet();
    Random random = new Random(pid);
    return new QueueDirectory(
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
            }));
  }

  public QueueDirectory process() {
    return process(new LocalFiles());
  }

  /** What a process manager would report from now on. */
  public void kill(QueueDirectory process) {
    dead.add(process.environment().processes().self().pid());
  }

  public JobId submit(RootNode root) throws IOException {
    return submit(process(), root);
  }

  public JobId submit(QueueDirectory process, RootNode root) throws IOException {
    return new Submission(process).submit(SubmissionPlan.of(root, options.keepJobsInRepository()));
  }

  /** Claims the next job for a worker that then does nothing with it. */
  public Claim claim(QueueDirectory process) throws IOException {
    WorkerSession session = WorkerSession.register(process);
    return new Claims(process).next(session, Admission.ALL, 0).claim().orElseThrow();
  }

  /** Runs so many jobs. */
  public int run(int jobs) throws IOException {
    return run(process(), jobs);
  }

  /** Runs so many jobs by a process, or all there are. */
  public int run(QueueDirectory process, int most) throws IOException {
    WorkerSession session = WorkerSession.register(process);
    Claims claims = new Claims(process);
    int jobs = 0;
    while (jobs < most) {
      claims.refresh();
      Optional<Claim> claim = claims.next(session, Admission.ALL, 20).claim();
      if (claim.isEmpty()) {
        break;
      }
      commit(process, session, claim.get());
      jobs++;
    }
    session.signOff();
    return jobs;
  }

  private void commit(QueueDirectory process, WorkerSession session, Claim claim)
      throws IOException {
    for (String subJob : claim.definition().subJobs()) {
      JobId id = new JobId(claim.definition().number(), subJob);
      if (state(id) != JobState.DONE) {
        throw new AssertionError(claim.definition().node().id() + " runs before " + id);
      }
    }
    Completion completion = new Completion(process);
    process.files().createDirectory(completion.attemptDirectory(claim));
    Instant now = process.now();
    AttemptResult result =
        new AttemptResult(JobAttempt.Outcome.SUCCEEDED, now, now, Optional.empty());
    if (completion.commit(session.name(), claim, result) == Completion.Outcome.COMMITTED) {
      synchronized (this) {
        committed.add(claim.definition().node().id());
      }
    }
  }

  /** Checks the queue; pauses move the clock. */
  public List<Finding> check(boolean repair) throws IOException {
    return check(process(), CheckOptions.defaults().withRepair(repair));
  }

  /** Checks the queue by a process. */
  public List<Finding> check(QueueDirectory process, CheckOptions how) throws IOException {
    List<Finding> findings = new ArrayList<>();
    CheckResult unused = check(process, how, findings::add);
    return findings;
  }

  /** Checks the queue by a process. */
  public CheckResult check(QueueDirectory process, CheckOptions how, CheckListener listener)
      throws IOException {
    return new QueueCheck(layout, process.environment(), how, listener, this::advance).run();
  }

  public JobState state(JobId id) throws IOException {
    return new Registers(process())
        .look(id)
        .register()
        .map(RegisterName::state)
        .orElse(JobState.DELETED);
  }

  /** The register of a job. */
  public Path register(String id) throws IOException {
    Path state = layout.job(JobId.parse(id));
    try (Stream<Path> files = Files.list(state)) {
      return files
          .filter(file -> RegisterName.parse(file.getFileName().toString()).isPresent())
          .findFirst()
          .orElseThrow();
    }
  }

  /** The only ticket of a job in {@code ready/}. */
  public Path ticket(String start) throws IOException {
    try (Stream<Path> files = Files.walk(layout.ready())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(start))
          .findFirst()
          .orElseThrow();
    }
  }

  /** All that is on disk. */
  public Map<String, String> snapshot() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(layout.location())) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String content =
            Files.isSymbolicLink(path)
                ? Files.readSymbolicLink(path).toString()
                : Files.isRegularFile(path) ? Files.readString(path) : "";
        String bits =
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        all.put(layout.location().relativize(path).toString(), bits + " " + content);
      }
    }
    return all;
  }

  /** Removes a file or a whole directory. */
  public static void remove(Path path) {
    try (Stream<Path> paths = Files.walk(path)) {
      for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (NoSuchFileException e) {
      // nothing to remove
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a whole directory. */
  public static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }

  /** A top-level job without sub-jobs. */
  public static RootNode single() {
    return new RootNode(
        spec("root"),
        (type, parameters) -> spec(type),
        org.jobqueue.api.JobOptions.DEFAULTS,
        root -> {
          throw new AssertionError("tests submit by themselves");
        });
  }

  /** A root with the sub-jobs 0 and 1, which share 0/0; 1 has a link to it. */
  public static RootNode diamond() {
    RootNode root = single();
    var left = root.createJob("left", Map.of());
    var right = root.createJob("right", Map.of());
    right.addDependency(left.createJob("shared", Map.of()));
    return root;
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
