package org.jobqueue.core.queue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;
import org.jobqueue.core.protocol.StateView;
import org.jobqueue.core.work.Failures;

/** The top-level jobs of a queue by number, bucket by bucket, without those half-built or gone. */
final class RootListing {
  private final QueueDirectory queue;
  private final Registers registers;

  RootListing(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
  }

  Stream<JobId> stream() {
    return LongStream.of(numbers(queue.layout().jobs(), QueueLayout::bucketNumber))
        .boxed()
        .flatMap(bucket -> roots(bucket * QueueLayout.JOBS_PER_BUCKET).stream());
  }

  /**
   * Those of one bucket; several looks at a time, for the answers of a file server take longer than
   * what is made of them.
   */
  private List<JobId> roots(long firstInBucket) {
    long[] numbers = numbers(queue.layout().jobBucket(firstInBucket), QueueLayout::jobNumber);
    return LongStream.of(numbers)
        .parallel()
        .mapToObj(JobId::ofRoot)
        .filter(this::isListed)
        .toList();
  }

  private boolean isListed(JobId root) {
    try {
      StateView view = registers.look(root);
      Optional<RegisterName> register = view.register();
      if (register.isEmpty()) {
        return view.exists() && registers.hasDefinition(root);
      }
      JobState state = register.get().state();
      return state != JobState.BUILDING && state != JobState.DELETED;
    } catch (NotDirectoryException e) {
      return false; // a stray file with the name of a job
    } catch (IOException e) {
      throw Failures.reading(queue.layout().job(root), e);
    }
  }

  private interface NameParser {
    OptionalLong parse(String name);
  }

  /** In order, and as an array: a sorted stream would hold back the elements of all buckets. */
  private long[] numbers(Path directory, NameParser parser) {
    List<String> names;
    try {
      names = queue.files().list(directory);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new long[0];
    } catch (IOException e) {
      throw Failures.reading(directory, e);
    }
    return names.stream().flatMapToLong(name -> parser.parse(name).stream()).sorted().toArray();
  }
}
