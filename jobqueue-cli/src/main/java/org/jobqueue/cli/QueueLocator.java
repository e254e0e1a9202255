package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.nio.file.Path;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.NoSuchJobException;
import org.jobqueue.api.QueueUnusableException;
import org.jobqueue.api.spi.JobQueueProvider;

/** Finds the queue a command works on, and jobs in it. */
final class QueueLocator {
  private final JobQueueProvider provider;
  private final GlobalOptions options;
  private final Surroundings surroundings;

  @Inject
  QueueLocator(JobQueueProvider provider, GlobalOptions options, Surroundings surroundings) {
    this.provider = provider;
    this.options = options;
    this.surroundings = surroundings;
  }

  /** Opens the queue that the command line or the environment names. */
  JobQueue open() {
    Path directory = requireDirectory();
    try {
      return provider.open(directory);
    } catch (QueueUnusableException e) {
      throw withAdvice(e, directory);
    }
  }

  /** The directory that the command line or the environment names, absolute. */
  Path requireDirectory() {
    Path given = options.queue;
    if (given != null) {
      return surroundings.resolve(given);
    }
    String variable =
        surroundings.environment().getOrDefault(JobQueues.ENVIRONMENT_VARIABLE, "").strip();
    if (variable.isEmpty()) {
      throw new UsageException(
          "which queue? Name its directory with -q DIR, or set the environment variable "
              + JobQueues.ENVIRONMENT_VARIABLE);
    }
    return surroundings.resolve(Path.of(variable));
  }

  /** A job of the queue. */
  JobHandle requireJob(JobQueue queue, JobId id) {
    return queue
        .findJob(id)
        .orElseThrow(
            () ->
                new NoSuchJobException(
                    id, "the queue has no job " + id + "; 'jobqueue list' shows its jobs"));
  }

  private static QueueUnusableException withAdvice(QueueUnusableException e, Path directory) {
    return switch (e.reason()) {
      case MISSING, NOT_A_QUEUE ->
          e.getMessage() != null && e.getMessage().contains("jobqueue init")
              ? e
              : new QueueUnusableException(
                  e.reason(),
                  directory,
                  e.getMessage() + "; 'jobqueue init DIR' makes a new queue",
                  e);
      case NEWER_FORMAT, NOT_WRITABLE, NOT_EMPTY, IO, NONE -> e;
    };
  }
}
