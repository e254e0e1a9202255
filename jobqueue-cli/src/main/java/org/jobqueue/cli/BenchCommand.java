package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jobqueue.api.Durability;
import org.jobqueue.bench.Benchmark;
import org.jobqueue.bench.report.Figures;
import org.jobqueue.bench.report.JsonFields;
import org.jobqueue.bench.report.Table;
import org.jobqueue.bench.scenario.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the queue on a directory of this machine. */
@Command(
    name = "bench",
    description = {
      "Measures the queue beside the least that a directory per job costs on the same disk.",
      "Takes a minute or two; docs/benchmark.md says how to read it."
    })
final class BenchCommand implements Callable<Integer> {
  private final Console console;
  private final Surroundings surroundings;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      completionCandidates = Names.class,
      description =
          "Only these: ${COMPLETION-CANDIDATES}. The last takes six minutes and is not run unless"
              + " it is named.")
  List<String> only = List.of();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many jobs a round has; default ${DEFAULT-VALUE}.")
  int jobs = Settings.DEFAULT_JOBS;

  @Option(
      names = "--many",
      paramLabel = "N",
      description = "How many jobs a full queue has; default ${DEFAULT-VALUE}.")
  int many = Settings.DEFAULT_MANY;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many rounds count, after one that does not; default ${DEFAULT-VALUE}.")
  int rounds = Settings.DEFAULT_ROUNDS;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where to measure; default the directory for temporary files.")
  @Nullable Path directory;

  @Option(
      names = "--durability",
      paramLabel = "LEVEL",
      converter = LowerCaseNames.Levels.class,
      completionCandidates = LowerCaseNames.Levels.class,
      description =
          "Of the queues: ${COMPLETION-CANDIDATES}; default none, since the floor forces nothing.")
  Durability durability = Durability.NONE;

  @Option(names = "--json", description = "Print one JSON object; see docs/json.md.")
  boolean json;

  @Inject
  BenchCommand(Console console, Surroundings surroundings) {
    this.console = console;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireKnown();
    Settings settings = settings();
    Consumer<String> progress = name -> {};
    if (console.isTerminal() && !json) {
      progress = name -> surroundings.err().println(name + " …");
    }
    List<Figures> figures = new Benchmark(settings, progress).run(only);
    if (json) {
      JsonOutput.print(console, out -> out.object(() -> write(out, settings, figures)));
    } else {
      Table.lines(figures).forEach(console::line);
    }
    return ExitCode.OK;
  }

  private void requireKnown() {
    List<String> unknown = new ArrayList<>(only);
    unknown.removeAll(Benchmark.names());
    if (!unknown.isEmpty()) {
      throw new UsageException(
          "'" + unknown.get(0) + "' is none of " + String.join(", ", Benchmark.names()));
    }
  }

  private Settings settings() {
    Path place =
        surroundings.resolve(
            Optional.ofNullable(directory).orElse(Path.of(System.getProperty("java.io.tmpdir"))));
    if (!place.toFile().isDirectory()) {
      throw new UsageException(place + " is no directory");
    }
    try {
      return new Settings(place, jobs, many, rounds, durability);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void write(JsonOutput out, Settings settings, List<Figures> figures) {
    out.field("directory", settings.directory().toString());
    out.field("durability", settings.durability().name().toLowerCase(java.util.Locale.ROOT));
    out.field("rounds", settings.rounds());
    out.field("processors", Runtime.getRuntime().availableProcessors());
    out.field("java", Runtime.version().toString());
    out.field("results", figures.stream().map(JsonFields::of).toList());
  }

  /** The names of the scenarios. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Benchmark.names().iterator();
    }
  }
}
