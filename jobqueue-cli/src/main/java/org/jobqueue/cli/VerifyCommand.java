package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueVerification;
import org.jobqueue.api.Violation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves from the files of a queue that nothing was lost, run twice or out of order. */
@Command(
    name = "verify",
    description = {
      "Proves from the files alone that every finished job has exactly one committed attempt,"
          + " that the order was kept and that nothing is missing.",
      "Only reads: the queue may be a copy, of another host or owner, or in use."
    })
final class VerifyCommand implements Callable<Integer> {
  private final QueueLocator queues;
  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The directory of the queue or of a copy; otherwise that of -q.")
  @Nullable Path directory;

  @Option(names = "--json", description = "Print one JSON object; see docs/json.md.")
  boolean json;

  @Inject
  VerifyCommand(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  @Override
  public Integer call() {
    Path queue = queues.requireDirectory(Optional.ofNullable(directory));
    QueueVerification verified = json ? printJson(queue) : printText(queue);
    return verified.holds() ? ExitCode.OK : ExitCode.VIOLATED;
  }

  private QueueVerification printText(Path queue) {
    Consumer<Violation> printer =
        violation -> console.line("VIOLATED  " + Printable.line(violation.toString()));
    QueueVerification verified = queues.verify(queue, printer);
    console.line(counts(verified));
    if (verified.holds()) {
      console.line(
          "proved: each job that is done has exactly one committed attempt, which succeeded;"
              + " none was claimed before its sub-jobs were done;");
      console.line(
          "        every number up to "
              + verified.highestNumber()
              + " is accounted for, and no job that can run is forgotten");
    } else {
      console.line(many(verified.violations(), "violation"));
    }
    surroundings(verified).forEach(console::line);
    return verified;
  }

  private static String counts(QueueVerification verified) {
    String states =
        verified.states().entrySet().stream()
            .map(state -> state.getValue() + " " + Console.name(state.getKey()))
            .collect(Collectors.joining(", "));
    return hierarchies(verified.hierarchies())
        + ", "
        + many(verified.jobs(), "job")
        + ", "
        + many(verified.attempts(), "attempt")
        + (states.isEmpty() ? "" : ": " + states);
  }

  /** What the reader should know of what is not proved. */
  private static List<String> surroundings(QueueVerification verified) {
    List<String> lines = new ArrayList<>();
    if (verified.gone() > 0) {
      lines.add("deleted: " + hierarchies(verified.gone()));
    }
    if (verified.deleting() > 0) {
      lines.add("being deleted: " + hierarchies(verified.deleting()));
    }
    if (verified.uncommitted() > 0) {
      lines.add("not committed: " + many(verified.uncommitted(), "number"));
    }
    if (verified.workers() > 0 || verified.changed()) {
      lines.add(
          "in use: "
              + many(verified.workers(), "worker")
              + " registered"
              + (verified.changed() ? "; the queue changed meanwhile" : ""));
    }
    return lines;
  }

  private static String hierarchies(long number) {
    return number == 1 ? "1 hierarchy" : number + " hierarchies";
  }

  private static String many(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private QueueVerification printJson(Path queue) {
    QueueVerification[] verified = new QueueVerification[1];
    JsonOutput.print(
        console,
        out ->
            out.object(
                () -> {
                  out.field("queue", queue.toString());
                  out.arrayField(
                      "violations",
                      () -> verified[0] = queues.verify(queue, found -> write(out, found)));
                  write(out, verified[0]);
                }));
    return verified[0];
  }

  private static void write(JsonOutput out, Violation violation) {
    out.object(
        () -> {
          out.field("rule", violation.rule().text());
          out.field("subject", violation.subject());
          out.field("message", violation.message());
        });
  }

  private static void write(JsonOutput out, QueueVerification verified) {
    out.field("holds", verified.holds());
    out.field("hierarchies", verified.hierarchies());
    out.field("jobs", verified.jobs());
    out.objectField(
        "states",
        () -> {
          for (JobState state : verified.states().keySet()) {
            out.field(Console.name(state), verified.in(state));
          }
        });
    out.field("attempts", verified.attempts());
    out.field("highestNumber", verified.highestNumber());
    out.field("deleted", verified.gone());
    out.field("deleting", verified.deleting());
    out.field("uncommitted", verified.uncommitted());
    out.field("tickets", verified.tickets());
    out.field("workers", verified.workers());
    out.field("changed", verified.changed());
  }
}
