package org.jobqueue.procs.render;

import java.util.List;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.proc.CommandFailedException;
import org.jspecify.annotations.Nullable;

/** A renderer did not make what it was asked for. */
final class RenderFailedException extends JobQueueException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception whose message is the headline and a line for each problem.
   *
   * @param cause the failure of the command, if its exit code was not 0
   */
  RenderFailedException(
      String headline, List<String> problems, @Nullable CommandFailedException cause) {
    super(problems.isEmpty() ? headline : headline + ":\n" + String.join("\n", problems), cause);
  }
}
