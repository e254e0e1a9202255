package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.core.format.Block;
import org.jobqueue.core.format.ChunkToken;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.fs.SideBySide;
import org.jobqueue.core.graph.SubmissionPlan;
import org.jobqueue.core.graph.SubmissionPlan.PlannedJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the directories of a hierarchy that is not committed yet. */
final class HierarchyWriter {
  private static final Logger LOG = LoggerFactory.getLogger(HierarchyWriter.class);
  private static final int FEW_JOBS = 20; // up to here, forcing without beats is left to the lease

  private final QueueDirectory queue;
  private final SubmissionPlan plan;
  private final JobId root;
  private final RegisterName building;
  private final Intent intent;
  private final EmptyFiles empty;
  private final List<JobDefinition> definitions; // in the order in which they run

  HierarchyWriter(
      QueueDirectory queue, SubmissionPlan plan, JobId root, RegisterName building, Intent intent) {
    this.queue = queue;
    this.plan = plan;
    this.root = root;
    this.building = building;
    this.intent = intent;
    this.empty = new EmptyFiles(queue.files());
    this.definitions = Definitions.of(queue, plan, root, building.by(), building.time());
  }

  /** The definitions of all jobs, in the order in which they run. */
  List<JobDefinition> definitions() {
    return definitions;
  }

  /**
   * Writes everything, calls {@code postCreate} of every job, and forces it to disk.
   *
   * @param postCreate what {@link #hasPostCreate} says of the plan
   */
  void write(boolean postCreate) throws IOException {
    // From the root down: a parent is there, with its latch, before its sub-jobs.
    List<Integer> leaves = new ArrayList<>();
    for (int n = definitions.size() - 1; n >= 0; n--) {
      if (definitions.get(n).subJobs().isEmpty()) {
        leaves.add(n);
      } else {
        writeJob(n);
      }
    }
    SideBySide.forEach(leaves, this::writeJob);
    boolean forced = queue.options().durability() != Durability.NONE;
    if (!postCreate && !forced) {
      return;
    }
    if (!postCreate && definitions.size() <= FEW_JOBS) {
      forceToDisk(false);
      return;
    }
    // Procedures and disks may take their time; others must see that this submission goes on.
    ScheduledExecutorService beats = startBeats();
    try {
      for (int n = 0; postCreate && n < definitions.size(); n++) {
        postCreate(plan.jobs().get(n), definitions.get(n));
      }
      if (forced) {
        forceToDisk(postCreate);
      }
    } finally {
      beats.shutdownNow();
    }
  }

  private void forceToDisk(boolean postCreate) throws IOException {
    queue.files().sync(new HierarchyPaths(queue, root, definitions).collect(postCreate));
  }

  private void writeJob(int n) throws IOException {
    writeJob(plan.jobs().get(n), definitions.get(n));
    writeLatchTokens(definitions.get(n));
    intent.touch();
  }

  private void writeJob(PlannedJob job, JobDefinition definition) throws IOException {
    JobId id = definition.node().id();
    Path directory = queue.layout().job(id);
    if (!id.isRoot()) {
      makeDirectory(directory);
    }
    queue
        .files()
        .createFile(directory.resolve(QueueLayout.DEFINITION), Definitions.content(definition));
    if (!id.isRoot()) {
      String register = RegisterName.firstWaiting(building.by(), building.time()).toString();
      empty.make(directory.resolve(register));
    }
    if (definition.hasChunks()) {
      writeChunkLatch(id, Objects.requireNonNull(definition.block()));
    }
    if (!job.subJobs().isEmpty()) {
      queue.files().createDirectory(queue.layout().latch(id));
      queue.files().createDirectory(queue.layout().subJobs(id));
      writeLinks(job, id);
    }
  }

  private void writeChunkLatch(JobId id, Block block) throws IOException {
    Path latch = queue.layout().chunkLatch(id);
    queue.files().createDirectory(latch);
    ChunkToken token = new ChunkToken(block.all(), building.by());
    empty.make(latch.resolve(token.toString()));
  }

  private void makeDirectory(Path directory) throws IOException {
    if (QueueLayout.directoryOf(directory).endsWith(QueueLayout.REPOSITORY)) {
      try {
        queue.files().createDirectory(QueueLayout.directoryOf(directory));
      } catch (FileAlreadyExistsException e) {
        // made for an earlier job of this hierarchy
      }
    }
    queue.files().createDirectory(directory);
  }

  /** The latches of the parents exist, since those are written before their sub-jobs. */
  private void writeLatchTokens(JobDefinition definition) throws IOException {
    for (JobDefinition.Parent parent : definition.parents()) {
      Path latch = queue.layout().latch(definition.parent(parent).id());
      empty.make(latch.resolve(QueueLayout.latchToken(definition.order())));
    }
  }

  private void writeLinks(PlannedJob job, JobId id) throws IOException {
    Path directory = queue.layout().subJobs(id);
    for (int index = 0; index < job.subJobs().size(); index++) {
      if (job.holds(index)) {
        continue;
      }
      Path link = queue.layout().subJob(id, index);
      String target = QueueLayout.pathWithinRoot(job.subJobs().get(index));
      if (queue.options().useSymLinks()) {
        Path absolute = queue.layout().job(root).resolve(target);
        queue.files().createSymbolicLink(link, directory.relativize(absolute));
      } else {
        queue.files().createFile(link, (target + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private ScheduledExecutorService startBeats() {
    ScheduledExecutorService beats =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "jobqueue-submission-" + root);
              thread.setDaemon(true);
              return thread;
            });
    long pause = queue.beatNanos() / 2;
    var unused = beats.scheduleWithFixedDelay(this::touch, pause, pause, TimeUnit.NANOSECONDS);
    return beats;
  }

  private void touch() {
    try {
      intent.touch();
    } catch (IOException e) {
      LOG.debug("a beat of the submission of job {} failed; the next one follows", root, e);
    }
  }

  private void postCreate(PlannedJob job, JobDefinition definition) throws IOException {
    if (!hasPostCreate(job.spec().proc())) {
      return;
    }
    Path files = queue.layout().files(definition.node().id());
    queue.files().createDirectory(files);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(job.spec().proc().getClass().getClassLoader());
    try {
      job.spec().proc().postCreate(files);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new JobQueueException(
          "nothing was submitted: postCreate of job '"
              + job.label()
              + "' ("
              + job.spec().type()
              + ") failed: "
              + e,
          e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Whether the procedure of any of the jobs has something to do when its job is created. */
  static boolean hasPostCreate(SubmissionPlan plan) {
    return plan.jobs().stream().anyMatch(job -> hasPostCreate(job.spec().proc()));
  }

  private static boolean hasPostCreate(JobProc proc) {
    try {
      return proc.getClass().getMethod("postCreate", Path.class).getDeclaringClass()
          != JobProc.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }
}
