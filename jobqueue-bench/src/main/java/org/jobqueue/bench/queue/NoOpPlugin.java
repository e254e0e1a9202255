package org.jobqueue.bench.queue;

import java.util.List;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;

/** A job type that does nothing but call back. */
public final class NoOpPlugin implements JobProcPlugin {
  /** The name of the type. */
  public static final String TYPE = "bench.no-op";

  private final Runnable whenRun;

  /** Jobs that do nothing. */
  public NoOpPlugin() {
    this(() -> {});
  }

  /** Jobs that call {@code whenRun} and do nothing else. */
  public NoOpPlugin(Runnable whenRun) {
    this.whenRun = whenRun;
  }

  /** No parameters. */
  public record Nothing() {}

  @Override
  public List<JobProcType<?>> types() {
    return List.of(
        JobProcType.of(TYPE, "Does nothing.", Nothing.class, nothing -> new NoOp(whenRun)));
  }

  private static final class NoOp extends JobProc {
    private final Runnable whenRun;

    NoOp(Runnable whenRun) {
      super("nothing");
      this.whenRun = whenRun;
    }

    @Override
    public void run() {
      whenRun.run();
    }
  }
}
