package org.jobqueue.core.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.api.proc.Parameter;

/** Procedures that leave traces in files. */
final class TraceJobs {
  private TraceJobs() {}

  static List<JobProcType<?>> types() {
    return List.of(
        JobProcType.of("spec.record", "Notes that it ran.", RecordJob.class, Recorder::new),
        JobProcType.of(
            "spec.frames", "Notes each of its frames.", FramesJob.class, FrameRecorder::new),
        JobProcType.of("spec.fail-first", "Fails at first.", FailJob.class, FailFirst::new),
        JobProcType.of(
            "spec.post-create", "Counts its creations.", CreateJob.class, PostCreate::new),
        JobProcType.of("spec.fragile", "Cannot always be made.", FragileJob.class, Fragile::new));
  }

  /**
   * Parameters of {@code spec.record}.
   *
   * @param needs names of jobs that have to be done when this one starts
   */
  record RecordJob(
      Path directory, String name, @Parameter(defaultValue = "[]") List<String> needs) {}

  private static final class Recorder extends JobProc {
    private final RecordJob job;
    private final Traces traces;

    Recorder(RecordJob job) {
      super(job.name());
      this.job = job;
      this.traces = new Traces(job.directory());
    }

    @Override
    public void run() throws IOException {
      traces.started(job.name());
      for (String needed : job.needs()) {
        if (!traces.isMarked("done", needed)) {
          throw new IllegalStateException(job.name() + " started before " + needed + " was done");
        }
      }
      Hang.here(traces, job.name());
      traces.mark("done", job.name());
    }
  }

  /**
   * Parameters of {@code spec.frames}.
   *
   * @param failing frames whose first attempt fails
   * @param needs names of jobs that have to be done when a chunk starts
   */
  record FramesJob(
      Path directory,
      @Parameter(defaultValue = "[]") List<Integer> failing,
      @Parameter(defaultValue = "[]") List<String> needs) {}

  private static final class FrameRecorder extends JobProc {
    private final FramesJob job;

    FrameRecorder(FramesJob job) {
      super("frames");
      this.job = job;
    }

    @Override
    public void run() throws IOException {
      Traces traces = new Traces(job.directory());
      for (String needed : job.needs()) {
        if (!traces.isMarked("done", needed)) {
          throw new IllegalStateException("started before " + needed + " was done");
        }
      }
      for (int frame : frames().orElseThrow().frames().toArray()) {
        traces.count("start", Integer.toString(frame));
        Hang.here(traces, Integer.toString(frame));
        if (job.failing().contains(frame)
            && traces.counts("start").get(Integer.toString(frame)) == 1) {
          throw new IllegalStateException("intended failure of frame " + frame);
        }
      }
      for (int frame : frames().orElseThrow().frames().toArray()) {
        traces.count("frame", Integer.toString(frame));
      }
    }
  }

  /**
   * Parameters of {@code spec.fail-first}.
   *
   * @param failures how many attempts fail
   */
  record FailJob(Path directory, String name, int failures) {}

  private static final class FailFirst extends JobProc {
    private final FailJob job;

    FailFirst(FailJob job) {
      super(job.name());
      this.job = job;
    }

    @Override
    public void run() throws IOException {
      Traces traces = new Traces(job.directory());
      traces.started(job.name());
      long attempt = traces.counts("start").get(job.name());
      Files.writeString(
          context().jobDirectory().resolve("tries"),
          attempt + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      if (attempt <= job.failures()) {
        throw new IllegalStateException("intended failure " + attempt);
      }
    }
  }

  /**
   * Parameters of {@code spec.post-create}.
   *
   * @param refuse true to refuse the submission
   */
  record CreateJob(
      Path directory, String name, @Parameter(defaultValue = "false") boolean refuse) {}

  private static final class PostCreate extends JobProc {
    private final CreateJob job;

    PostCreate(CreateJob job) {
      super(job.name());
      this.job = job;
    }

    @Override
    public void postCreate(Path jobDirectory) throws IOException {
      new Traces(job.directory()).count("created", job.name());
      Files.writeString(jobDirectory.resolve("made-" + UUID.randomUUID()), job.name());
      if (job.refuse()) {
        throw new IOException("no licence for " + job.name());
      }
    }

    @Override
    public void run() throws IOException {
      try (Stream<Path> files = Files.list(context().jobDirectory())) {
        List<Path> made =
            files.filter(file -> file.getFileName().toString().startsWith("made-")).toList();
        if (made.size() != 1 || !Files.readString(made.get(0)).equals(job.name())) {
          throw new IllegalStateException("found " + made + " of postCreate");
        }
      }
      new Traces(job.directory()).started(job.name());
    }
  }

  /**
   * Parameters of {@code spec.fragile}.
   *
   * @param broken if this file exists, no procedure can be made
   */
  record FragileJob(Path broken) {}

  private static final class Fragile extends JobProc {
    Fragile(FragileJob job) {
      super("fragile");
      if (Files.exists(job.broken())) {
        throw new IllegalStateException("the licence server is down");
      }
    }

    @Override
    public void run() {}
  }
}
