package org.jobqueue.cli;

import jakarta.inject.Inject;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.NoSuchJobException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows everything there is to know of one job. */
@Command(
    name = "show",
    description =
        "Shows one job: parameters, state, attempts, error, files, and why it is not running.")
final class ShowCommand implements Runnable {
  private final QueueLocator queues;
  private final Console console;

  @Parameters(
      paramLabel = "JOB",
      converter = JobIds.class,
      description = "A number such as 12, or 12/0/3 for a sub-job.")
  @SuppressWarnings("NullAway.Init") // set by picocli before it runs the command
  JobId id;

  @Option(names = "--json", description = "Print one JSON object; see docs/json.md.")
  boolean json;

  @Inject
  ShowCommand(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  @Override
  public void run() {
    JobHandle job = queues.requireJob(queues.open(), id);
    JobFacts facts =
        JobFacts.read(job)
            .orElseThrow(() -> new NoSuchJobException(id, "job " + id + " was deleted just now"));
    if (json) {
      JsonOutput.print(console, out -> out.object(() -> write(out, job, facts)));
    } else {
      print(job, facts);
    }
  }

  private void print(JobHandle job, JobFacts facts) {
    JobText text = new JobText(console);
    text.print(facts);
    TreeText.of(job, facts).ifPresent(tree -> text.field("tree", tree));
    if (isIdle(facts.state())) {
      text.field("why", Printable.line(job.whyNotRunning()));
    }
    if (facts.definition().isPresent()) {
      RunText.describe(job.options(), text::field);
      text.printDetails(job, facts);
    }
  }

  private static void write(JsonOutput out, JobHandle job, JobFacts facts) {
    JobJson json = new JobJson(out);
    json.facts(facts);
    TreeText.progress(job, facts).ifPresent(json::tree);
    if (isIdle(facts.state())) {
      out.field("whyNotRunning", job.whyNotRunning());
    }
    if (facts.definition().isPresent()) {
      out.field("parameters", job.parameters());
      RunText.write(out, job.options());
      out.field("subJobs", job.listSubJobs().stream().map(JobHandle::id).toList());
      out.arrayField("attempts", () -> job.attempts().forEach(json::attempt));
      job.files().ifPresent(json::files);
    }
  }

  private static boolean isIdle(JobState state) {
    return state != JobState.RUNNING && state != JobState.DONE;
  }
}
