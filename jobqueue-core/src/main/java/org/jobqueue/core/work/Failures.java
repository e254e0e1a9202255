package org.jobqueue.core.work;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.QueueIOException;
import org.jobqueue.api.QueueUnusableException;
import org.jobqueue.api.QueueUnusableException.Reason;

/** What callers are told when the file system refuses. */
public final class Failures {
  private Failures() {}

  /** A failure to write to the queue in {@code location}. */
  public static JobQueueException writing(Path location, IOException cause) {
    if (isRefusal(cause)) {
      return new QueueUnusableException(
          Reason.NOT_WRITABLE,
          location,
          "the queue "
              + location
              + " cannot be written: "
              + reason(cause)
              + "; check the permissions of the directory and of the mount",
          cause);
    }
    if (cause instanceof NotDirectoryException
        || (cause instanceof FileSystemException other
            && "Not a directory".equals(other.getReason()))) {
      return new QueueUnusableException(
          Reason.NOT_WRITABLE,
          location,
          "the queue "
              + location
              + " cannot be written: a file is where a directory must be: "
              + reason(cause),
          cause);
    }
    if (cause instanceof NoSuchFileException missing
        && String.valueOf(missing.getFile()).equals(location.toString())) {
      return new QueueUnusableException(
          Reason.MISSING, location, "the queue " + location + " is gone", cause);
    }
    return new QueueIOException(location, "the queue cannot be written", cause);
  }

  /** A failure to read the queue in {@code location}. */
  public static JobQueueException reading(Path location, IOException cause) {
    return new QueueIOException(location, "the queue cannot be read", cause);
  }

  private static boolean isRefusal(IOException cause) {
    return cause instanceof AccessDeniedException
        || (cause instanceof FileSystemException refused
            && String.valueOf(refused.getReason())
                .toLowerCase(Locale.ROOT)
                .matches(".*(read-only|not permitted|permission denied).*"));
  }

  private static String reason(IOException cause) {
    return cause instanceof FileSystemException refused && refused.getReason() != null
        ? refused.getFile() + ": " + refused.getReason()
        : cause instanceof AccessDeniedException
            ? "access denied: " + cause.getMessage()
            : "" + cause.getMessage();
  }
}
