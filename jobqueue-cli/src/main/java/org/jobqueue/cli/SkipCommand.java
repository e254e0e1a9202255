package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.util.Set;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets jobs count as done. */
@Command(
    name = "skip",
    description = {
      "Lets jobs count as done without being run, with all jobs below them; running ones are stopped.",
      "The jobs above them go on as soon as a worker has come by."
    })
final class SkipCommand implements Runnable {
  private static final JobChange.Kind KIND =
      new JobChange.Kind(
          "skip",
          "skipping",
          Set.of(
              JobState.WAITING,
              JobState.BLOCKED,
              JobState.HELD,
              JobState.RUNNING,
              JobState.FAILED,
              JobState.CANCELLED),
          JobHandle::skip);

  private final JobChange change;

  @Mixin final ChangeOptions options = new ChangeOptions();

  @Inject
  SkipCommand(JobChange change) {
    this.change = change;
  }

  @Override
  public void run() {
    change.run(KIND, options);
  }
}
