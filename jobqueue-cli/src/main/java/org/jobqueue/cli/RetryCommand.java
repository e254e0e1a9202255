package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.util.Set;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tries jobs again. */
@Command(
    name = "retry",
    description = {
      "Tries jobs again that failed or were cancelled, with all such jobs below them.",
      "What is done stays done."
    })
final class RetryCommand implements Runnable {
  private static final JobChange.Kind KIND =
      new JobChange.Kind(
          "retry", "retrying", Set.of(JobState.FAILED, JobState.CANCELLED), JobHandle::retry);

  private final JobChange change;

  @Mixin final ChangeOptions options = new ChangeOptions();

  @Inject
  RetryCommand(JobChange change) {
    this.change = change;
  }

  @Override
  public void run() {
    change.run(KIND, options);
  }
}
