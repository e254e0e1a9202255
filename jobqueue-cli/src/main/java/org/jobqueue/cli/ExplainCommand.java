package org.jobqueue.cli;

import jakarta.inject.Inject;
import org.jobqueue.api.JobExplanation;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says why a job is not running. */
@Command(
    name = "explain",
    description = {
      "Says why a job is not running at this moment, and of a job that waits for a worker, why each of",
      "the workers does not take it."
    })
final class ExplainCommand implements Runnable {
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
  ExplainCommand(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  @Override
  public void run() {
    JobQueue queue = queues.open();
    JobExplanation explanation = queues.requireJob(queue, id).explain();
    if (json) {
      JsonOutput.print(
          console,
          out ->
              out.object(
                  () -> {
                    out.field("id", id);
                    out.field("summary", explanation.summary());
                    out.arrayField("workers", () -> explanation.workers().forEach(out::value));
                  }));
      return;
    }
    console.line(Printable.line("job " + id + ": " + explanation.summary()));
    explanation.workers().forEach(reason -> console.line("  " + Printable.line(reason)));
  }
}
