package org.jobqueue.core.queue;

import java.io.IOException;
import java.util.Locale;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.JobStateException;
import org.jobqueue.api.NoSuchJobException;
import org.jobqueue.api.Reconciliation;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.reconcile.Reconciler;
import org.jobqueue.core.work.Failures;

/** Comparisons of jobs with their files, for callers. */
final class Reconciling {
  private final QueueDirectory queue;
  private final JobReader reader;
  private final Reconciler.Roots creator;

  Reconciling(QueueDirectory queue, JobReader reader, Reconciler.Roots creator) {
    this.queue = queue;
    this.reader = reader;
    this.creator = creator;
  }

  Reconciliation reconcile(JobId job, boolean dryRun) {
    if (!reader.exists(job)) {
      throw new NoSuchJobException(job, "there is no job " + job);
    }
    JobState state = reader.state(job);
    if (state != JobState.DONE) {
      throw new JobStateException(
          job,
          "job "
              + job
              + " is "
              + state.name().toLowerCase(Locale.ROOT)
              + "; only one that is done is compared with its files");
    }
    int priority = reader.presentPriority(job);
    try {
      return new Reconciler(queue, () -> new RootListing(queue).stream())
          .run(job, priority, creator, dryRun);
    } catch (IOException e) {
      throw Failures.reading(queue.layout().job(job), e);
    }
  }
}
