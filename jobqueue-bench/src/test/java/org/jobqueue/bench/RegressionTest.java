package org.jobqueue.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jobqueue.api.Durability;
import org.jobqueue.bench.report.Figures;
import org.jobqueue.bench.scenario.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a job costs. The numbers of operations are steady, and the true guard; the ratios only catch
 * what is slower by an order of magnitude. Who makes a job cheaper lowers the numbers.
 */
@Timeout(120)
class RegressionTest {
  private static final int JOBS = 200;

  @TempDir Path directory;

  private Figures measure(String scenario) throws IOException, InterruptedException {
    Settings settings = new Settings(directory, JOBS, 1, 1, Durability.NONE);
    List<Figures> figures = new Benchmark(settings, name -> {}).run(List.of(scenario));
    assertThat(figures).hasSize(1);
    return figures.get(0);
  }

  private static double operations(Figures figures) {
    return figures.operationsPerJob().values().stream().mapToDouble(Double::doubleValue).sum();
  }

  @Test
  void submittingAJobCostsSevenOperations() throws Exception {
    Figures submit = measure("submit");
    assertThat(operations(submit)).isBetween(6.0, 7.5);
    assertThat(submit.comparison().orElseThrow().ratio().max()).isGreaterThan(0.02);
  }

  @Test
  void aMillionFramesAreSubmittedAsOneJobAndAFrameCostsEightOperations() throws Exception {
    Settings settings = new Settings(directory, 10 * JOBS, 1, 1, Durability.NONE);
    List<Figures> figures = new Benchmark(settings, name -> {}).run(List.of("block"));
    assertThat(figures).extracting(Figures::name).containsExactly("block-submit", "block-drain");
    assertThat(figures.get(0).more().get("filesAndDirectories")).isBetween(5.0, 20.0);
    assertThat(operations(figures.get(1))).isBetween(7.0, 10.0);
    assertThat(figures.get(1).comparison().orElseThrow().ratio().max()).isGreaterThan(0.01);
  }

  @Test
  void runningAJobCostsSevenOperations() throws Exception {
    Figures drain = measure("drain");
    assertThat(operations(drain)).isBetween(6.5, 9.0);
    assertThat(drain.comparison().orElseThrow().ratio().max()).isGreaterThan(0.005);
    assertThat(drain.more()).containsKeys("claimP50Millis", "claimP99Millis", Figures.PEAK_HEAP);
  }
}
