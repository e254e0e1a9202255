package org.jobqueue.core.queue;

import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jobqueue.api.JobId;
import org.jobqueue.core.protocol.HierarchyReader;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.work.Failures;

/** The jobs of a hierarchy as a stream that reads as it goes. */
final class JobTree implements Iterator<JobId> {
  private final QueueDirectory queue;
  private final JobId top;
  private final HierarchyReader walk;
  private Optional<HierarchyReader.Step> next;

  private JobTree(QueueDirectory queue, JobId top) throws IOException {
    this.queue = queue;
    this.top = top;
    this.walk = HierarchyReader.withChunks(queue, top);
    this.next = walk.next();
  }

  /** {@code top} and all jobs below it, each once, in the order in which they run. */
  static Stream<JobId> stream(QueueDirectory queue, JobId top) {
    try {
      return StreamSupport.stream(
          Spliterators.spliteratorUnknownSize(new JobTree(queue, top), Spliterator.ORDERED), false);
    } catch (IOException e) {
      throw Failures.reading(queue.layout().job(top), e);
    }
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public JobId next() {
    JobId current = next.orElseThrow(NoSuchElementException::new).id();
    try {
      next = walk.next();
    } catch (IOException e) {
      throw Failures.reading(queue.layout().job(top), e);
    }
    return current;
  }
}
