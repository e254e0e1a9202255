package org.jobqueue.testkit.client;

import java.util.Map;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.core.graph.JobSpec;
import org.jobqueue.core.graph.RootNode;

/** Small hierarchies. */
public final class Hierarchies {
  private Hierarchies() {}

  /** A top-level job without sub-jobs. */
  public static RootNode single() {
    return root(1);
  }

  /** A root with two sub-jobs. */
  public static RootNode pair() {
    RootNode root = root(1);
    root.createJob("left", Map.of());
    root.createJob("right", Map.of());
    return root;
  }

  /** A root over one sub-job over another. */
  public static RootNode chain() {
    RootNode root = root(1);
    root.createJob("upper", Map.of()).createJob("lower", Map.of());
    return root;
  }

  /** A root with two sub-jobs that share a third. */
  public static RootNode diamond() {
    RootNode root = root(1);
    var left = root.createJob("left", Map.of());
    var right = root.createJob("right", Map.of());
    right.addDependency(left.createJob("shared", Map.of()));
    return root;
  }

  /** A top-level job whose jobs are tried so often. */
  public static RootNode root(int attempts) {
    JobOptions options = QueueOptions.defaults().withAttempts(attempts).jobDefaults();
    return new RootNode(spec("root"), (type, parameters) -> spec(type), options, Hierarchies::no);
  }

  private static JobHandle no(RootNode root) {
    throw new IllegalStateException("simulated processes submit by themselves");
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
