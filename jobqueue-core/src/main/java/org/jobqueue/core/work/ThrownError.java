package org.jobqueue.core.work;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.JobError;
import org.jobqueue.api.proc.CommandFailedException;
import org.jobqueue.api.proc.JobFailedException;

/** What people are told of something that a procedure threw. */
public final class ThrownError {
  private ThrownError() {}

  /** The error of an attempt that ended in this way, before any rule says whose fault it is. */
  public static JobError of(Throwable thrown) {
    if (thrown instanceof CommandFailedException failed) {
      return new JobError(String.valueOf(failed.getMessage()), failed.exitCode(), Optional.empty());
    }
    ErrorClass errorClass =
        thrown instanceof JobFailedException failed ? failed.errorClass() : ErrorClass.TASK;
    Optional<Integer> exitCode =
        thrown.getCause() instanceof CommandFailedException failed
            ? failed.exitCode()
            : Optional.empty();
    String message = thrown.getMessage();
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    boolean speaksForItself = message != null && !message.isBlank() && !(thrown instanceof Error);
    return new JobError(
        speaksForItself ? String.valueOf(message) : thrown.toString(),
        exitCode,
        Optional.of(trace.toString()),
        errorClass);
  }
}
