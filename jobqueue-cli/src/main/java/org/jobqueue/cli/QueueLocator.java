package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jobqueue.api.CheckListener;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.CheckResult;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.NoSuchJobException;
import org.jobqueue.api.QueueVerification;
import org.jobqueue.api.Violation;
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
    return provider.open(requireDirectory());
  }

  /** Checks that queue, which need not be fit to be opened. */
  CheckResult check(CheckOptions how, CheckListener listener) {
    return provider.check(requireDirectory(), how, listener);
  }

  /** Verifies a queue, which need not be writable. */
  QueueVerification verify(Path directory, Consumer<Violation> violations) {
    return provider.verify(directory, violations);
  }

  /** The directory given to a command, or else that of the command line or the environment. */
  Path requireDirectory(Optional<Path> given) {
    return given.map(surroundings::resolve).orElseGet(this::requireDirectory);
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
}
