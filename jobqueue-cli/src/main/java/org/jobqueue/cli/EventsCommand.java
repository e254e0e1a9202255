package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jobqueue.api.JobId;
import org.jobqueue.api.event.EventQuery;
import org.jobqueue.api.event.EventReader;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what happened in the queue, and what happens. */
@Command(
    name = "events",
    description = {
      "Shows what happened in the queue: who submitted, ran, cancelled what and when, oldest first.",
      "Of jobs that have been deleted too, as far as the history has not been removed."
    })
final class EventsCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int TYPE_WIDTH = 14;

  private final QueueLocator queues;
  private final Console console;
  private final Surroundings surroundings;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what happens from now on, until Ctrl-C.")
  boolean follow;

  @Option(
      names = "--job",
      paramLabel = "JOB",
      converter = JobIds.class,
      description = "Only what concerns this job and the jobs below it.")
  @Nullable JobId job;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = {
        "Only what happened since then: 90m or 24h before now, 2026-03-04, 2026-03-04T05:06,",
        "or 2026-03-04T05:06:07Z."
      })
  @Nullable String since;

  @Option(
      names = "--event",
      paramLabel = "NAME",
      split = ",",
      description = "Only these events, such as failed,lost.")
  List<String> names = List.of();

  @Option(names = "--json", description = "Print one JSON object in a line each; see docs/json.md.")
  boolean json;

  @Inject
  EventsCommand(QueueLocator queues, Console console, Surroundings surroundings) {
    this.queues = queues;
    this.console = console;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    EventReader reader = queues.open().readEvents(query());
    List<String> reported = new ArrayList<>();
    while (true) {
      reader.poll(this::print);
      console.out().flush();
      if (!follow || console.isClosed()) {
        report(reader, reported);
        return ExitCode.OK;
      }
      surroundings.pause().pause(POLL);
    }
  }

  private EventQuery query() {
    EventQuery query = EventQuery.all().withTypes(types());
    query = job == null ? query : query.withJob(job);
    return since == null
        ? query
        : query.withSince(Since.parse(since, Instant.now(), surroundings.zone()));
  }

  private Set<EventType> types() {
    Set<EventType> types = EnumSet.noneOf(EventType.class);
    for (String name : names) {
      types.add(
          EventType.parse(name.strip().toLowerCase(Locale.ROOT))
              .orElseThrow(() -> new UsageException("there is no event '" + name + "'" + known())));
    }
    return types;
  }

  private static String known() {
    return "; there are "
        + String.join(", ", Arrays.stream(EventType.values()).map(EventType::text).toList());
  }

  /** What cannot be read is no reason to end with an error, but people should know. */
  private void report(EventReader reader, List<String> reported) {
    long skipped = reader.skippedLines();
    List<String> problems =
        reader.problems().stream().filter(problem -> !reported.contains(problem)).toList();
    if (problems.isEmpty()) {
      return;
    }
    reported.addAll(problems);
    console.error(
        "some of the history cannot be read ("
            + (skipped == 1 ? "1 line" : skipped + " lines")
            + "):\n"
            + String.join("\n", problems));
  }

  private boolean print(JobEvent event) {
    if (json) {
      JsonOutput.printLine(console, out -> out.object(() -> write(out, event)));
    } else {
      console.line(text(event));
    }
    return !console.isClosed();
  }

  private String text(JobEvent event) {
    String type = event.type().text();
    String padding = " ".repeat(Math.max(0, TYPE_WIDTH - type.length()));
    List<String> parts = new ArrayList<>();
    parts.add(event.job().map(JobId::toString).or(event::worker).orElse("") + subject(event));
    if (event.attempt().isPresent()) {
      parts.add("attempt " + event.attempt().getAsInt());
    }
    event.took().ifPresent(time -> parts.add("after " + Durations.describe(time)));
    if (event.job().isPresent()) {
      event.worker().ifPresent(worker -> parts.add("worker " + worker));
    }
    if (event.count().isPresent()) {
      long count = event.count().getAsLong();
      parts.add(count == 1 ? "1 job" : count + " jobs");
    }
    String text = String.join(", ", parts) + event.message().map(m -> ": " + m).orElse("");
    return console.time(event.time())
        + "  "
        + type
        + padding
        + "  "
        + Printable.line(text + "  [" + event.by() + "]");
  }

  private static String subject(JobEvent event) {
    String below = event.recursive() && event.type() != EventType.SUBMITTED ? " and all below" : "";
    return below + event.label().map(label -> "  " + label).orElse("");
  }

  private static void write(JsonOutput out, JobEvent event) {
    out.field("time", event.time());
    out.field("event", event.type().text());
    out.field("job", event.job());
    out.field("recursive", event.recursive() ? true : null);
    out.field("label", event.label());
    out.field("attempt", event.attempt());
    out.field("worker", event.worker());
    out.field("by", event.by());
    out.field("tookMillis", event.took().map(Duration::toMillis));
    out.field("count", event.count());
    out.field("message", event.message());
    out.field("writer", event.writer());
    out.field("sequence", event.sequence());
  }
}
