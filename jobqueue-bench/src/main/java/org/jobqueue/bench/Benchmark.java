package org.jobqueue.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jobqueue.bench.floor.Workspace;
import org.jobqueue.bench.measure.Heap;
import org.jobqueue.bench.report.Figures;
import org.jobqueue.bench.scenario.Scenario;
import org.jobqueue.bench.scenario.Scenarios;
import org.jobqueue.bench.scenario.Settings;

/** Runs scenarios one after the other, each in a directory that goes with it. */
public final class Benchmark {
  private static final int BYTES_PER_MEGABYTE = 1 << 20;

  private final Settings settings;
  private final Consumer<String> progress;

  /**
   * A benchmark.
   *
   * @param progress is told the name of each scenario as it begins
   */
  public Benchmark(Settings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** The names of the scenarios, in the order in which they are run. */
  public static List<String> names() {
    return Scenarios.all().stream().map(Scenario::name).toList();
  }

  /**
   * Runs the scenarios of these names, or all that are quick if there are none.
   *
   * @throws IOException if the directory cannot be used
   */
  public List<Figures> run(Collection<String> names) throws IOException, InterruptedException {
    List<Figures> all = new ArrayList<>();
    for (Scenario scenario : Scenarios.all()) {
      if (names.isEmpty() ? scenario.isQuick() : names.contains(scenario.name())) {
        progress.accept(scenario.name());
        all.addAll(run(scenario));
      }
    }
    return all;
  }

  private List<Figures> run(Scenario scenario) throws IOException, InterruptedException {
    Heap.forgetPeak();
    try (Workspace workspace = Workspace.in(settings.directory())) {
      List<Figures> figures = scenario.run(settings, workspace);
      double megabytes = (double) Heap.peak() / BYTES_PER_MEGABYTE;
      return figures.stream()
          .map(
              line -> line.more().containsKey(Figures.PEAK_HEAP) ? line : withPeak(line, megabytes))
          .toList();
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException(scenario.name() + " failed: " + e.getCause(), e);
    } catch (Exception e) {
      throw new IllegalStateException(scenario.name() + " failed: " + e, e);
    }
  }

  private static Figures withPeak(Figures line, double megabytes) {
    return line.with(Figures.PEAK_HEAP, megabytes);
  }
}
