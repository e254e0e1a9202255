package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jobqueue.api.JobChanges;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobState;

/** Cancels, retries, holds or releases the jobs that the command line names. */
final class JobChange {
  private final QueueLocator queues;
  private final Console console;

  @Inject
  JobChange(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  /**
   * One of the operations.
   *
   * @param verb as in "would cancel"
   * @param past as in "cancelled", or "retrying"
   * @param states those it changes, for saying so beforehand
   * @param operation for a job, and whether those below are meant as well
   */
  record Kind(
      String verb,
      String past,
      Set<JobState> states,
      BiFunction<JobHandle, Boolean, JobChanges> operation) {}

  private record Done(JobHandle job, String label, JobChanges changes) {}

  /** Changes nothing if one of the jobs does not exist. */
  void run(Kind kind, ChangeOptions options) {
    JobQueue queue = queues.open();
    List<JobHandle> jobs = options.select(queues, queue);
    if (options.json) {
      List<Done> all = new ArrayList<>();
      jobs.forEach(job -> all.add(change(kind, options, job)));
      JsonOutput.print(console, out -> out.array(() -> all.forEach(done -> write(out, done))));
    } else {
      if (jobs.isEmpty()) {
        console.line("no job is like that");
      }
      jobs.forEach(job -> console.line(sentence(kind, options, change(kind, options, job))));
    }
  }

  private static Done change(Kind kind, ChangeOptions options, JobHandle job) {
    String label = JobFacts.read(job).map(JobFacts::labelLine).orElse("");
    JobChanges changes =
        options.dryRun
            ? foreseen(kind, options, job)
            : kind.operation().apply(job, !options.alone());
    return new Done(job, label, changes);
  }

  private static JobChanges foreseen(Kind kind, ChangeOptions options, JobHandle top) {
    int changed = 0;
    Map<JobState, Integer> passedOver = new EnumMap<>(JobState.class);
    try (Stream<JobHandle> jobs = options.alone() ? Stream.of(top) : top.tree()) {
      for (JobHandle job : (Iterable<JobHandle>) jobs::iterator) {
        JobState state = job.state();
        if (kind.states().contains(state)) {
          changed++;
        } else {
          passedOver.merge(state, 1, Integer::sum);
        }
      }
    }
    return new JobChanges(changed, passedOver);
  }

  private static String sentence(Kind kind, ChangeOptions options, Done done) {
    JobChanges changes = done.changes();
    String job = done.job().id() + "  " + done.label();
    String others =
        changes.passedOver().entrySet().stream()
            .map(entry -> entry.getValue() + " " + Console.name(entry.getKey()))
            .collect(Collectors.joining(", "));
    if (changes.changed() == 0) {
      return ("nothing to " + kind.verb() + " in " + job).stripTrailing()
          + (others.isEmpty() ? "" : ": " + others);
    }
    String begin = options.dryRun ? "would " + kind.verb() : kind.past();
    String count = changes.changed() == 1 ? " 1 job of " : " " + changes.changed() + " jobs of ";
    return (begin + (options.alone() ? " " : count) + job).stripTrailing()
        + (others.isEmpty() ? "" : "; left as they are: " + others);
  }

  private static void write(JsonOutput out, Done done) {
    out.object(
        () -> {
          out.field("id", done.job().id());
          out.field("changed", done.changes().changed());
          out.objectField(
              "passedOver",
              () ->
                  done.changes()
                      .passedOver()
                      .forEach((state, count) -> out.field(Console.name(state), count)));
        });
  }
}
