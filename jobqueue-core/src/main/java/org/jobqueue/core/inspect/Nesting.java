package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * Which jobs lie in the directory of another, so that each job of a hierarchy is met once and none
 * has to be remembered. The definition says it; where that cannot be read, the directory.
 */
final class Nesting {
  private final QueueDirectory queue;

  Nesting(QueueDirectory queue) {
    this.queue = queue;
  }

  /** The sub-jobs in the directory of a job, and for a root those in its repository. */
  List<JobId> below(JobId id) throws IOException {
    Optional<JobDefinition> definition = Optional.empty();
    try {
      definition = Optional.of(queue.definition(id));
    } catch (JobDefinition.NewerFormatException | JobDefinition.MisplacedException e) {
      return List.of(); // nothing below is what it seems to be
    } catch (IOException e) {
      // said when the job itself is looked at
    }
    List<JobId> below = definition.isPresent() ? held(definition.get()) : placed(id);
    if (id.isRoot()) {
      for (long order : numbers(queue.layout().job(id).resolve(QueueLayout.REPOSITORY))) {
        below.add(new JobId(id.number(), "r" + order));
      }
    }
    return below;
  }

  private static List<JobId> held(JobDefinition definition) {
    List<JobId> held = new ArrayList<>();
    for (int index = 0; index < definition.subJobs().size(); index++) {
      String local = definition.subJobs().get(index);
      if (local.equals(LinkCheck.heldBy(definition, index))) {
        held.add(new JobId(definition.number(), local));
      }
    }
    return held;
  }

  private List<JobId> placed(JobId id) throws IOException {
    Path directory = queue.layout().subJobs(id);
    List<JobId> held = new ArrayList<>();
    for (long index : numbers(directory)) {
      boolean isJob = QueueLayout.isJob(queue.listOrEmpty(directory.resolve("job" + index)));
      if (isJob && !id.local().startsWith("r")) {
        held.add(new JobId(id.number(), id.isRoot() ? "" + index : id.local() + "/" + index));
      }
    }
    return held;
  }

  private List<Long> numbers(Path directory) throws IOException {
    return queue.listOrEmpty(directory).stream()
        .map(QueueLayout::jobNumber)
        .flatMapToLong(OptionalLong::stream)
        .filter(number -> number < 1_000_000_000L)
        .sorted()
        .boxed()
        .toList();
  }
}
