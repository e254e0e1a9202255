package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import org.jobqueue.api.JobQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets a host take jobs of a type again. */
@Command(
    name = "unblock",
    description = {
      "Lets a host take jobs of a type again that it does not take because several failed there in the",
      "same way. 'jobqueue workers' lists such hosts; after ten minutes it happens by itself."
    })
final class UnblockCommand implements Callable<Integer> {
  private final QueueLocator queues;
  private final Console console;

  @Parameters(index = "0", paramLabel = "HOST", description = "The host, as it is listed.")
  @SuppressWarnings("NullAway.Init") // set by picocli before it runs the command
  String host;

  @Parameters(index = "1", paramLabel = "TYPE", description = "The job type.")
  @SuppressWarnings("NullAway.Init") // set by picocli before it runs the command
  String type;

  @Inject
  UnblockCommand(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  @Override
  public Integer call() {
    JobQueue queue = queues.open();
    if (!queue.unblock(host, type)) {
      throw new UsageException(
          "host '"
              + host
              + "' is not kept from jobs of type '"
              + type
              + "'; see 'jobqueue workers'");
    }
    console.line(Printable.line(host) + " takes jobs of type " + Printable.line(type) + " again");
    return ExitCode.OK;
  }
}
