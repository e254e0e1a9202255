package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jobqueue.api.HostBlock;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.WorkerResources;
import org.jobqueue.api.WorkerStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the workers of a queue. */
@Command(
    name = "workers",
    description = {
      "Lists the workers of the queue: their state, slots, what they run and when they last showed a",
      "sign of life; and the hosts that take no jobs of some type at present."
    })
final class WorkersCommand implements Runnable {
  private static final int MOST_NAMED = 4;

  private final QueueLocator queues;
  private final Console console;

  @Option(names = "--json", description = "Print one JSON object; see docs/json.md.")
  boolean json;

  @Inject
  WorkersCommand(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  @Override
  public void run() {
    JobQueue queue = queues.open();
    List<WorkerStatus> workers = queue.workers();
    List<HostBlock> blocks = queue.hostBlocks();
    if (json) {
      JsonOutput.print(
          console,
          out ->
              out.object(
                  () -> {
                    out.arrayField("workers", () -> workers.forEach(w -> write(out, w)));
                    out.arrayField("blocks", () -> blocks.forEach(b -> write(out, b)));
                  }));
      return;
    }
    if (workers.isEmpty()) {
      console.line("there is no worker; 'jobqueue work' starts one");
    } else {
      console.line(console.bold(cells("STATE", "SLOTS", "LAST BEAT", "WORKER", "RUNS")));
      workers.forEach(this::row);
    }
    for (HostBlock block : blocks) {
      console.line(
          Printable.line(
              block.host()
                  + " takes no jobs of type "
                  + block.type()
                  + " until "
                  + console.time(block.until())
                  + ": "
                  + block.reason()));
    }
    if (!blocks.isEmpty()) {
      console.line("'jobqueue unblock HOST TYPE' lets a host take them again");
    }
  }

  private void row(WorkerStatus worker) {
    int slots = worker.slots().orElse(1);
    console.line(
        cells(
            worker.state().name().toLowerCase(Locale.ROOT),
            worker.running().size() + "/" + slots,
            worker.lastBeat().map(WorkersCommand::ago).orElse(""),
            Printable.line(worker.name()),
            runs(worker.running())));
  }

  private static String runs(List<JobId> jobs) {
    String named =
        jobs.stream().limit(MOST_NAMED).map(JobId::toString).collect(Collectors.joining(" "));
    return jobs.size() > MOST_NAMED ? named + " ..." : named;
  }

  private static String ago(Instant beat) {
    return Durations.describe(Duration.between(beat, Instant.now())) + " ago";
  }

  private static String cells(Object... cells) {
    return String.format(Locale.ROOT, "%-8s  %-7s  %-16s  %-32s  %s", cells).stripTrailing();
  }

  private static void write(JsonOutput out, WorkerStatus worker) {
    out.object(
        () -> {
          out.field("name", worker.name());
          out.field("host", worker.host());
          worker.pid().ifPresent(pid -> out.field("pid", pid));
          worker.user().ifPresent(user -> out.field("user", user));
          out.field("state", worker.state().name().toLowerCase(Locale.ROOT));
          worker.slots().ifPresent(slots -> out.field("slots", slots));
          worker.started().ifPresent(started -> out.field("started", started));
          worker.lastBeat().ifPresent(beat -> out.field("lastBeat", beat));
          out.arrayField("running", () -> worker.running().forEach(id -> out.value(id.toString())));
          out.objectField(
              "types",
              () ->
                  new TreeMap<>(worker.types())
                      .forEach((type, versions) -> out.field(type, versions)));
          worker.resources().ifPresent(offer -> write(out, offer));
        });
  }

  private static void write(JsonOutput out, WorkerResources offer) {
    out.field("cores", offer.cores());
    out.field("memory", offer.memory());
    out.arrayField("gpus", () -> offer.gpus().forEach(out::value));
    out.objectField(
        "resources", () -> new TreeMap<>(offer.amounts()).forEach((n, v) -> out.field(n, v)));
    out.arrayField("tags", () -> new TreeSet<>(offer.tags()).forEach(out::value));
  }

  private static void write(JsonOutput out, HostBlock block) {
    out.object(
        () -> {
          out.field("host", block.host());
          out.field("type", block.type());
          out.field("until", block.until());
          out.field("reason", block.reason());
        });
  }
}
