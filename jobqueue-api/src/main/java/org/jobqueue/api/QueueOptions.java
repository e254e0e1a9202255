package org.jobqueue.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jobqueue.api.path.PathMap;

/**
 * Settings chosen when a queue is created and kept in its {@code queue.json}.
 *
 * @param keepJobsInRepository true if all sub-jobs lie side by side in one repository directory of
 *     their root and the tree consists of links; false if sub-jobs are nested directories
 * @param useSymLinks true if links to shared sub-jobs are symbolic links; false for small link
 *     files, which work on every file system
 * @param durability what survives a crash of the machine that holds the directory; what is safer
 *     takes longer to submit and to finish
 * @param lease how long a worker's heartbeat may stand still before its jobs are given to others;
 *     at least 100 ms
 * @param jobDefaults how jobs are run that say nothing else
 * @param parameterDefaults per job type, the parameters it gets where a job names none
 * @param pathMap directories that have other names on other platforms
 */
public record QueueOptions(
    boolean keepJobsInRepository,
    boolean useSymLinks,
    Durability durability,
    Duration lease,
    JobOptions jobDefaults,
    Map<String, Map<String, Object>> parameterDefaults,
    PathMap pathMap) {

  /** The shortest lease accepted. */
  public static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

  /**
   * Checks the values and copies the map.
   *
   * @throws IllegalArgumentException if the lease is too short
   */
  public QueueOptions {
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new IllegalArgumentException(
          "lease is " + lease.toMillis() + " ms; it must be at least 100 ms");
    }
    Map<String, Map<String, Object>> copy = new LinkedHashMap<>();
    parameterDefaults.forEach((type, defaults) -> copy.put(type, Map.copyOf(defaults)));
    parameterDefaults = Map.copyOf(copy);
  }

  /** Settings without a path map. */
  public QueueOptions(
      boolean keepJobsInRepository,
      boolean useSymLinks,
      Durability durability,
      Duration lease,
      JobOptions jobDefaults,
      Map<String, Map<String, Object>> parameterDefaults) {
    this(
        keepJobsInRepository,
        useSymLinks,
        durability,
        lease,
        jobDefaults,
        parameterDefaults,
        PathMap.NONE);
  }

  /** Settings in which only the number of attempts is not the default of jobs. */
  public QueueOptions(
      boolean keepJobsInRepository,
      boolean useSymLinks,
      Durability durability,
      Duration lease,
      int attempts,
      Map<String, Map<String, Object>> parameterDefaults) {
    this(
        keepJobsInRepository,
        useSymLinks,
        durability,
        lease,
        JobOptions.DEFAULTS.withRetry(RetryPolicy.defaults().withAttempts(attempts)),
        parameterDefaults);
  }

  /** How often a job that says nothing else is tried before it has failed. */
  public int attempts() {
    return jobDefaults.retry().attempts();
  }

  /** Nested sub-jobs, link files, full durability, a lease of 120 s, one attempt, no defaults. */
  public static QueueOptions defaults() {
    return new QueueOptions(false, false, Durability.FULL, Duration.ofSeconds(120), 1, Map.of());
  }

  /** A copy with another {@link #keepJobsInRepository()}. */
  public QueueOptions withKeepJobsInRepository(boolean value) {
    return new QueueOptions(
        value, useSymLinks, durability, lease, jobDefaults, parameterDefaults, pathMap);
  }

  /** A copy with another {@link #useSymLinks()}. */
  public QueueOptions withUseSymLinks(boolean value) {
    return new QueueOptions(
        keepJobsInRepository, value, durability, lease, jobDefaults, parameterDefaults, pathMap);
  }

  /** A copy with another {@link #durability()}. */
  public QueueOptions withDurability(Durability value) {
    return new QueueOptions(
        keepJobsInRepository, useSymLinks, value, lease, jobDefaults, parameterDefaults, pathMap);
  }

  /** A copy with another {@link #lease()}. */
  public QueueOptions withLease(Duration value) {
    return new QueueOptions(
        keepJobsInRepository,
        useSymLinks,
        durability,
        value,
        jobDefaults,
        parameterDefaults,
        pathMap);
  }

  /** A copy with another {@link #attempts()}. */
  public QueueOptions withAttempts(int value) {
    return withJobDefaults(jobDefaults.withRetry(jobDefaults.retry().withAttempts(value)));
  }

  /** A copy with other {@link #jobDefaults()}. */
  public QueueOptions withJobDefaults(JobOptions value) {
    return new QueueOptions(
        keepJobsInRepository, useSymLinks, durability, lease, value, parameterDefaults, pathMap);
  }

  /** A copy in which jobs of {@code type} get these parameters where they name none. */
  public QueueOptions withParameterDefaults(String type, Map<String, Object> defaults) {
    Map<String, Map<String, Object>> copy = new LinkedHashMap<>(parameterDefaults);
    copy.put(type, defaults);
    return new QueueOptions(
        keepJobsInRepository, useSymLinks, durability, lease, jobDefaults, copy, pathMap);
  }

  /** A copy with another {@link #pathMap()}. */
  public QueueOptions withPathMap(PathMap value) {
    return new QueueOptions(
        keepJobsInRepository,
        useSymLinks,
        durability,
        lease,
        jobDefaults,
        parameterDefaults,
        value);
  }
}
