package org.jobqueue.bench.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.bench.files.Operation;
import org.jobqueue.bench.measure.Latencies;
import org.jobqueue.bench.measure.Rounds;
import org.jobqueue.bench.measure.Spread;
import org.jobqueue.bench.measure.Timing;

/**
 * One line of the report.
 *
 * @param name the scenario, and what of it
 * @param jobs how many jobs were measured in each round
 * @param seconds the time of a round, the median
 * @param rate jobs per second, the median
 * @param comparison what it was compared with, if anything
 * @param operationsPerJob at the port, by kind; empty if not counted
 * @param more further numbers by name, which ends with the unit
 */
public record Figures(
    String name,
    long jobs,
    double seconds,
    double rate,
    Optional<Comparison> comparison,
    Map<Operation, Double> operationsPerJob,
    Map<String, Double> more) {
  /** The name of the number that all lines have. */
  public static final String PEAK_HEAP = "peakHeapMegabytes";

  /**
   * What was measured beside it.
   *
   * @param with its name
   * @param rate its jobs per second, the median
   * @param ratio of the rates, round by round
   */
  public record Comparison(String with, double rate, Spread ratio) {}

  /** Copies the maps. */
  public Figures {
    operationsPerJob = Map.copyOf(operationsPerJob);
    more = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(more));
  }

  /** Of rounds. */
  public static Figures of(String name, Rounds rounds, String with) {
    return new Figures(
        name,
        rounds.jobs() / rounds.subject().size(),
        rounds.seconds(),
        rounds.rate(),
        Optional.of(new Comparison(with, rounds.baseRate(), rounds.ratio())),
        Map.of(),
        Map.of());
  }

  /** Of one measurement that is compared with nothing. */
  public static Figures of(String name, Timing timing) {
    return new Figures(
        name, timing.jobs(), timing.seconds(), timing.rate(), Optional.empty(), Map.of(), Map.of());
  }

  /** A copy with the operations of a job. */
  public Figures withOperations(Map<Operation, Double> perJob) {
    return new Figures(name, jobs, seconds, rate, comparison, perJob, more);
  }

  /** A copy with one more number. */
  public Figures with(String key, double value) {
    Map<String, Double> numbers = new LinkedHashMap<>(more);
    numbers.put(key, value);
    return new Figures(name, jobs, seconds, rate, comparison, operationsPerJob, numbers);
  }

  /** A copy with percentiles, in milliseconds; as it is if nothing was measured. */
  public Figures with(String key, Latencies latencies, int upper) {
    if (latencies.size() == 0) {
      return this;
    }
    return with(key + "P50Millis", latencies.millis(50))
        .with(key + "P" + upper + "Millis", latencies.millis(upper));
  }
}
