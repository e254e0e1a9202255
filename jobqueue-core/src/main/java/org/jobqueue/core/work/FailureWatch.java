package org.jobqueue.core.work;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.HostBlock;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.core.protocol.HostBlocks;
import org.jobqueue.core.protocol.QueueDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that this host fails at a type of job, and keeps it from taking more of them for a while:
 * a machine with a broken driver would otherwise eat up a whole queue in minutes.
 *
 * <p>Different jobs are different hierarchies, since a broken scene fails in all of its frames; but
 * of errors for which the machine was made responsible each job counts. Thread-safe.
 */
final class FailureWatch {
  private static final Logger LOG = LoggerFactory.getLogger(FailureWatch.class);
  private static final Duration FORGIVEN = Duration.ofMinutes(10);
  private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int MOST_KINDS = 1000;

  private record Kind(String type, ErrorClass errorClass, String way) {}

  private final QueueDirectory queue;
  private final HostBlocks blocks;
  private final int blockAfter;
  private final Map<Kind, Set<JobId>> failed = new HashMap<>();
  private Set<String> blocked = Set.of();
  private long looked;
  private boolean hasLooked;

  FailureWatch(QueueDirectory queue, int blockAfter) {
    this.queue = queue;
    this.blocks = new HostBlocks(queue);
    this.blockAfter = blockAfter;
  }

  /** Whether this host takes jobs of the type now. */
  synchronized boolean mayTake(String type) {
    if (blockAfter == 0) {
      return true;
    }
    long now = queue.environment().ticker().getAsLong();
    if (!hasLooked || now - looked > FRESH_NANOS) {
      hasLooked = true;
      looked = now;
      look();
    }
    return !blocked.contains(type);
  }

  private void look() {
    try {
      blocked = blocks.ofThisHost().stream().map(HostBlock::type).collect(Collectors.toSet());
    } catch (IOException e) {
      LOG.debug("the block list cannot be read now", e);
    }
  }

  /** A job of the type was done here: whatever failed before was the fault of the jobs. */
  synchronized void succeeded(String type) {
    if (!failed.isEmpty()) {
      failed.keySet().removeIf(kind -> kind.type().equals(type));
    }
  }

  /** A job failed here. */
  synchronized void failed(JobId job, String type, JobError error, String worker) {
    if (blockAfter == 0 || failed.size() > MOST_KINDS) {
      return;
    }
    Kind kind = new Kind(type, error.errorClass(), way(error));
    Set<JobId> jobs = failed.computeIfAbsent(kind, unused -> new HashSet<>());
    jobs.add(error.errorClass() == ErrorClass.WORKER ? job : job.root());
    if (jobs.size() < blockAfter) {
      return;
    }
    failed.remove(kind);
    String reason =
        jobs.size()
            + " different jobs failed in the same way, the last was "
            + job
            + ": "
            + error.message().lines().findFirst().orElse("");
    try {
      blocks.add(type, queue.now().plus(FORGIVEN), reason, worker);
      LOG.error("this host takes no jobs of type '{}' for {}: {}", type, FORGIVEN, reason);
    } catch (IOException e) {
      LOG.error("host cannot be kept from jobs of type '{}', though {}", type, reason, e);
    }
    hasLooked = false;
  }

  /** What failures have in common that differ in numbers only, say of frames. */
  private static String way(JobError error) {
    return error.exitCode().map(code -> "exit " + code + " ").orElse("")
        + error.message().lines().findFirst().orElse("").replaceAll("\\d+", "#");
  }
}
