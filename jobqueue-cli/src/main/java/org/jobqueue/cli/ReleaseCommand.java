package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.util.Set;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets held jobs run. */
@Command(
    name = "release",
    description = {"Lets jobs that are held, with all those below them, wait for a worker again."})
final class ReleaseCommand implements Runnable {
  private static final JobChange.Kind KIND =
      new JobChange.Kind("release", "released", Set.of(JobState.HELD), JobHandle::release);

  private final JobChange change;

  @Mixin final ChangeOptions options = new ChangeOptions();

  @Inject
  ReleaseCommand(JobChange change) {
    this.change = change;
  }

  @Override
  public void run() {
    change.run(KIND, options);
  }
}
