package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.util.Set;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Keeps jobs from being run. */
@Command(
    name = "hold",
    description = {
      "Keeps waiting jobs, with all those below them, from being run until they are released.",
      "Running ones go on."
    })
final class HoldCommand implements Runnable {
  private static final JobChange.Kind KIND =
      new JobChange.Kind(
          "hold", "held", Set.of(JobState.WAITING, JobState.BLOCKED), JobHandle::hold);

  private final JobChange change;

  @Mixin final ChangeOptions options = new ChangeOptions();

  @Inject
  HoldCommand(JobChange change) {
    this.change = change;
  }

  @Override
  public void run() {
    change.run(KIND, options);
  }
}
