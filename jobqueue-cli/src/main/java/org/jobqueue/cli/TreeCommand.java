package org.jobqueue.cli;

import jakarta.inject.Inject;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a job with its sub-jobs at all levels. */
@Command(
    name = "tree",
    description = {
      "Shows a job and its sub-jobs at all levels.",
      "A sub-job shared by several jobs is shown with its own sub-jobs once, later as 'shared'."
    })
final class TreeCommand implements Runnable {
  private final QueueLocator queues;
  private final Console console;

  @Parameters(
      paramLabel = "JOB",
      converter = JobIds.class,
      description = "A number such as 12, or 12/0/3 for a sub-job.")
  @SuppressWarnings("NullAway.Init") // set by picocli before it runs the command
  JobId id;

  @Option(names = "--json", description = "Print one flat JSON array; see docs/json.md.")
  boolean json;

  @Inject
  TreeCommand(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  @Override
  public void run() {
    JobHandle top = queues.requireJob(queues.open(), id);
    if (json) {
      JsonOutput.print(
          console, out -> out.array(() -> TreeWalk.walk(top, node -> write(out, node))));
    } else {
      TreeWalk.walk(top, this::print);
    }
  }

  private boolean print(TreeWalk.Node node) {
    JobFacts job = node.job();
    StringBuilder line = new StringBuilder("  ".repeat(node.depth()));
    line.append(job.id()).append("  ").append(console.state(job.state(), 0));
    if (!job.progressText().isEmpty() && !job.state().isFinal()) {
      line.append(' ').append(job.progressText());
    }
    line.append("  ").append(job.labelLine());
    if (node.depth() == 0) {
      TreeText.of(node.handle(), job)
          .ifPresent(tree -> line.append("  (").append(tree).append(')'));
    }
    console.line(node.shared() ? line + "  (shared, see above)" : line.toString());
    return !console.isClosed();
  }

  private boolean write(JsonOutput out, TreeWalk.Node node) {
    out.object(
        () -> {
          JobJson json = new JobJson(out);
          json.facts(node.job());
          if (node.depth() == 0) {
            TreeText.progress(node.handle(), node.job()).ifPresent(json::tree);
          }
          out.field("depth", node.depth());
          out.field("parent", node.parent());
          out.field("shared", node.shared());
        });
    return !console.isClosed();
  }
}
