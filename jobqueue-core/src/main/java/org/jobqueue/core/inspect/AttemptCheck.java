package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jobqueue.api.Damage;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.AttemptStatus;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.protocol.QueueDirectory;

/** The directories of a job's attempts: the one that counts must be there. */
final class AttemptCheck {
  private static final String PREFIX = "attempt-";
  private static final List<String> LEFTOVERS =
      List.of(AttemptResult.FILE + ".new", AttemptStatus.FILE + ".new");

  private final QueueDirectory queue;

  AttemptCheck(QueueDirectory queue) {
    this.queue = queue;
  }

  void look(JobView job, Consumer<Suspicion> out) throws IOException {
    Optional<Path> present =
        job.register()
            .filter(r -> r.attempt() > 0)
            .map(r -> queue.layout().attempt(job.id(), r.attempt(), r.by()));
    if (job.isIn(JobState.DONE) && present.isPresent()) {
      String name = String.valueOf(present.get().getFileName());
      if (!job.names().contains(name)) {
        out.accept(missing(job, present.get(), "the directory of the attempt that counts"));
      }
    }
    for (String name : job.names()) {
      if (name.startsWith(PREFIX)) {
        Path attempt = queue.layout().job(job.id()).resolve(name);
        lookAtAttempt(job, attempt, present.filter(attempt::equals).isPresent(), out);
      }
    }
  }

  private void lookAtAttempt(JobView job, Path attempt, boolean isPresent, Consumer<Suspicion> out)
      throws IOException {
    if (isPresent && job.isIn(JobState.RUNNING)) {
      return; // its worker writes there
    }
    List<String> names = queue.listOrEmpty(attempt);
    for (String leftover : LEFTOVERS) {
      if (names.contains(leftover)) {
        out.accept(leftover(job, attempt.resolve(leftover)));
      }
    }
  }

  private static Suspicion missing(JobView job, Path path, String what) {
    RegisterName done = job.register().orElseThrow();
    return new Suspicion(
        Damage.RESULT_MISSING,
        path,
        Optional.of(job.id()),
        done.toString(),
        what + " of job " + job.id() + " is missing; the job counts as done all the same",
        Repair.IMPOSSIBLE);
  }

  private Suspicion leftover(JobView job, Path file) {
    return new Suspicion(
        Damage.LEFTOVER_FILE,
        file,
        Optional.of(job.id()),
        job.registerText(),
        "was to replace another file, and its writer is gone",
        () -> {
          queue.deleteFileIfExists(file);
          return true;
        });
  }
}
