package org.jobqueue.core.spec;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.JobFailedException;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.api.proc.Parameter;

/** Procedures that do one thing each. */
final class PlainJobs {
  private PlainJobs() {}

  static List<JobProcType<?>> types() {
    return List.of(
        JobProcType.of("spec.noop", "Does nothing.", NoopJob.class, Noop::new),
        JobProcType.of("spec.fail", "Throws an exception.", FailJob.class, Fail::new),
        JobProcType.of("spec.set-error", "Reports two errors.", NoopJob.class, SetError::new),
        JobProcType.of("spec.throw-error", "Throws an error.", ErrorJob.class, ThrowError::new),
        JobProcType.of("spec.gate", "Waits in a gate.", GateJob.class, GateProc::new),
        JobProcType.of("spec.progress", "Reports, then waits.", GateJob.class, Progress::new),
        JobProcType.of("spec.typed", "Has parameters of all kinds.", TypedJob.class, Typed::new),
        JobProcType.of("spec.range", "Checks its parameters.", RangeJob.class, Range::new),
        JobProcType.of("spec.echo", "Runs a command.", EchoJob.class, Echo::new),
        JobProcType.of("spec.blame", "Says whose fault it is.", BlameJob.class, Blame::new),
        JobProcType.of("spec.write", "Looks at its surroundings.", NoopJob.class, Write::new));
  }

  record NoopJob(@Parameter(defaultValue = "noop") String label) {}

  private static final class Noop extends JobProc {
    Noop(NoopJob job) {
      super(job.label());
    }

    @Override
    public void run() {}
  }

  record FailJob(@Parameter(defaultValue = "intended failure") String message) {}

  private static final class Fail extends JobProc {
    private final FailJob job;

    Fail(FailJob job) {
      super("fail");
      this.job = job;
    }

    @Override
    public void run() throws IOException {
      throw new IOException(job.message());
    }
  }

  /** How a procedure fails. */
  enum BlameWay {
    THROW,
    REPORT,
    RULE,
    LEAVE_NOTHING
  }

  record BlameJob(BlameWay way, ErrorClass errorClass) {}

  private static final class Blame extends JobProc {
    private final BlameJob job;

    Blame(BlameJob job) {
      super("blame");
      this.job = job;
    }

    @Override
    public List<ErrorRule> errorRules() {
      return job.way() == BlameWay.RULE
          ? List.of(ErrorRule.onOutput(job.errorClass(), "no licence"))
          : List.of();
    }

    @Override
    public List<ExpectedFile> expectedFiles(Optional<FrameRange> frames) {
      return job.way() == BlameWay.LEAVE_NOTHING ? List.of(ExpectedFile.of("result")) : List.of();
    }

    @Override
    public void run() throws IOException {
      switch (job.way()) {
        case THROW -> throw new JobFailedException(job.errorClass(), "it is so");
        case REPORT -> setError("it is so", job.errorClass());
        case RULE -> throw new IOException("there is no licence");
        case LEAVE_NOTHING -> {}
      }
    }
  }

  private static final class SetError extends JobProc {
    SetError(NoopJob job) {
      super(job.label());
    }

    @Override
    public void run() {
      setError("no camera");
      setError("and no light either");
    }
  }

  enum ErrorKind {
    ASSERTION,
    LINKAGE,
    OUT_OF_MEMORY,
    STACK_OVERFLOW
  }

  record ErrorJob(ErrorKind kind) {}

  private static final class ThrowError extends JobProc {
    private final ErrorJob job;

    ThrowError(ErrorJob job) {
      super("throw-error");
      this.job = job;
    }

    @Override
    public void run() {
      switch (job.kind()) {
        case ASSERTION -> throw new AssertionError("intended error");
        case LINKAGE -> throw new NoClassDefFoundError("intended error");
        case OUT_OF_MEMORY -> throw new OutOfMemoryError("intended error");
        case STACK_OVERFLOW -> setProgress(depth(1));
      }
    }

    private static int depth(int level) {
      return level == Integer.MAX_VALUE ? level : depth(level + 1) + 1;
    }
  }

  record GateJob(String key, String name) {}

  private static final class GateProc extends JobProc {
    private final GateJob job;

    GateProc(GateJob job) {
      super(job.name());
      this.job = job;
    }

    @Override
    public void run() throws InterruptedException {
      Gate.of(job.key()).pass(job.name());
    }
  }

  private static final class Progress extends JobProc {
    private final GateJob job;

    Progress(GateJob job) {
      super(job.name());
      this.job = job;
    }

    @Override
    public void run() throws InterruptedException {
      setProgress(40);
      setStatusLine("half way");
      Gate.of(job.key()).pass(job.name());
      setProgress(80);
      setStatusLine("nearly there");
    }
  }

  enum Colour {
    RED,
    GREEN
  }

  record Point(double x, double y) {}

  record TypedJob(
      @Parameter("What to write.") String text,
      int count,
      long big,
      double factor,
      boolean flag,
      Path path,
      Colour colour,
      Point point,
      List<String> names,
      Map<String, Integer> counts,
      Optional<String> note,
      @Parameter(value = "How many threads.", defaultValue = "4") int threads,
      @Parameter(defaultValue = "jpeg") String format) {}

  private static final class Typed extends JobProc {
    private final TypedJob job;

    Typed(TypedJob job) {
      super("typed " + job.text());
      this.job = job;
    }

    @Override
    public void run() {
      stdout().print(job);
    }
  }

  record RangeJob(int first, int last) {
    RangeJob {
      if (first > last) {
        throw new IllegalArgumentException("first frame " + first + " is after last " + last);
      }
    }
  }

  private static final class Range extends JobProc {
    Range(RangeJob job) {
      super(job.first() + "-" + job.last());
    }

    @Override
    public void run() {}
  }

  /**
   * Parameters of {@code spec.echo}.
   *
   * @param lines a file that gets the lines the callbacks saw
   */
  record EchoJob(
      List<String> command,
      Optional<Path> lines,
      @Parameter(defaultValue = "{}") Map<String, String> environment) {}

  private static final class Echo extends JobProc {
    private final EchoJob job;

    Echo(EchoJob job) {
      super("echo");
      this.job = job;
    }

    @Override
    public void run() throws InterruptedException {
      execCmd(new Command(job.command(), job.environment(), Optional.empty()));
    }

    @Override
    protected void stdoutCallback(String line) {
      note("out: " + line);
    }

    @Override
    protected void stderrCallback(String line) {
      note("err: " + line);
    }

    private void note(String line) {
      if (job.lines().isPresent()) {
        try {
          Files.writeString(job.lines().get(), line + "\n", CREATE, APPEND);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static final class Write extends JobProc {
    Write(NoopJob job) {
      super(job.label());
    }

    @Override
    public void run() throws IOException {
      try (Stream<Path> files = Files.list(runningDir())) {
        // The worker's own files of the attempt are none of the procedure's.
        List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
        stdout().println("files " + names);
      }
      Files.writeString(runningDir().resolve("picture"), "pixels");
      stdout().println("job " + context().jobId());
      stdout().println("attempt " + context().attempt());
      stdout().println("directory " + runningDir());
      stderr().println("a warning with an umlaut: \u00e4");
    }
  }
}
