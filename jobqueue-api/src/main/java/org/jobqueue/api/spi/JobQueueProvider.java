package org.jobqueue.api.spi;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jobqueue.api.CheckListener;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.CheckResult;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.QueueVerification;
import org.jobqueue.api.Violation;

/** An implementation of job queues, found by {@link java.util.ServiceLoader} or injected. */
public interface JobQueueProvider {
  /** Creates a queue; see {@link org.jobqueue.api.JobQueues#create(Path, QueueOptions)}. */
  JobQueue create(Path directory, QueueOptions options);

  /** Opens a queue; see {@link org.jobqueue.api.JobQueues#open(Path)}. */
  JobQueue open(Path directory);

  /** Checks a queue; see {@link org.jobqueue.api.JobQueues#check}. */
  default CheckResult check(Path directory, CheckOptions options, CheckListener listener) {
    return open(directory).check(options, listener);
  }

  /** Verifies a queue; see {@link org.jobqueue.api.JobQueues#verify}. */
  default QueueVerification verify(Path directory, Consumer<Violation> violations) {
    throw new UnsupportedOperationException("this implementation cannot verify " + directory);
  }
}
