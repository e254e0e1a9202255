package org.jobqueue.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobState;

/**
 * One look at the jobs of the demo.
 *
 * @param top the job that assembles the frames
 * @param frames the jobs that render them
 */
record DemoProgress(JobFacts top, List<JobFacts> frames) {

  /** Looks at all jobs. */
  static DemoProgress of(JobHandle job) {
    try (Stream<JobHandle> tree = job.tree()) {
      List<JobFacts> all = tree.flatMap(j -> JobFacts.read(j).stream()).toList();
      JobFacts top =
          all.stream()
              .filter(facts -> facts.id().equals(job.id()))
              .findFirst()
              .orElseThrow(() -> new UsageException("somebody deleted the job of the demo"));
      return new DemoProgress(
          top, all.stream().filter(facts -> !facts.id().equals(job.id())).toList());
    }
  }

  /** How many frames are in this state. */
  long count(JobState state) {
    return frames.stream().filter(frame -> frame.state() == state).count();
  }

  /** How many frames have not been started. */
  long waiting() {
    return frames.stream()
        .filter(f -> !f.state().isFinal() && f.state() != JobState.RUNNING)
        .count();
  }

  /** The running jobs, by worker. */
  List<JobFacts> running() {
    return Stream.concat(frames.stream(), Stream.of(top))
        .filter(job -> job.state() == JobState.RUNNING)
        .sorted(Comparator.comparing(job -> job.status().worker().orElse("")))
        .toList();
  }

  /** True if nothing more will happen. */
  boolean isOver() {
    boolean stuck =
        frames.stream().anyMatch(f -> f.state().isFinal() && f.state() != JobState.DONE);
    return top.state().isFinal() || (stuck && running().isEmpty() && waiting() == 0);
  }

  /** What went wrong with the first job that failed. */
  Optional<String> failure() {
    return Stream.concat(frames.stream(), Stream.of(top))
        .filter(job -> job.state().isFinal() && job.state() != JobState.DONE)
        .findFirst()
        .map(DemoProgress::describe);
  }

  private static String describe(JobFacts job) {
    String reason = job.status().error().map(JobError::message).map(m -> ": " + m).orElse("");
    return "job " + job.id() + " (" + job.labelLine() + ") " + Console.name(job.state()) + reason;
  }
}
