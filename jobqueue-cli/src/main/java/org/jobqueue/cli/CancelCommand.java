package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.util.Set;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Gives jobs up. */
@Command(
    name = "cancel",
    description = {
      "Gives jobs up with all jobs below them; running ones are stopped.",
      "What is done stays done. Jobs above them wait until 'jobqueue retry' is used."
    })
final class CancelCommand implements Runnable {
  private static final JobChange.Kind KIND =
      new JobChange.Kind(
          "cancel",
          "cancelled",
          Set.of(JobState.WAITING, JobState.BLOCKED, JobState.HELD, JobState.RUNNING),
          JobHandle::cancel);

  private final JobChange change;

  @Mixin final ChangeOptions options = new ChangeOptions();

  @Inject
  CancelCommand(JobChange change) {
    this.change = change;
  }

  @Override
  public void run() {
    change.run(KIND, options);
  }
}
