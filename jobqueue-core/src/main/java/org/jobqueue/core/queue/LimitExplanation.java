package org.jobqueue.core.queue;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jobqueue.api.LimitHolder;
import org.jobqueue.api.LimitScope;
import org.jobqueue.api.LimitStatus;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.protocol.Limits;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.work.Failures;

/** Says which limit keeps a job from being run, and who holds it. */
final class LimitExplanation {
  private static final int MOST_NAMED = 5;

  private final QueueDirectory queue;

  LimitExplanation(QueueDirectory queue) {
    this.queue = queue;
  }

  /** The first limit, by name, of which the job cannot get enough now; empty if there is none. */
  Optional<String> lack(JobDefinition job) {
    Map<String, Integer> wanted = new TreeMap<>(job.options().requirements().limits());
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    try {
      Map<String, LimitStatus> present =
          new Limits(queue)
              .list().stream().collect(Collectors.toMap(LimitStatus::name, status -> status));
      return wanted.entrySet().stream()
          .flatMap(
              need -> lack(need.getKey(), need.getValue(), present.get(need.getKey())).stream())
          .findFirst();
    } catch (IOException e) {
      throw Failures.reading(queue.layout().location(), e);
    }
  }

  private static Optional<String> lack(
      String name, int wanted, @org.jspecify.annotations.Nullable LimitStatus limit) {
    if (limit == null) {
      return Optional.of("'" + name + "' is not defined in this queue; see 'jobqueue limit set'");
    }
    if (limit.problem().isPresent()) {
      return Optional.of("'" + name + "' is damaged: " + limit.problem().get());
    }
    if (wanted > limit.count()) {
      return Optional.of(
          "of '" + name + "' it needs " + wanted + ", and there are only " + limit.count());
    }
    boolean farm = limit.scope() == LimitScope.FARM;
    if (!farm || limit.held() + wanted <= limit.count()) {
      return Optional.empty();
    }
    String holders =
        limit.holders().stream()
            .limit(MOST_NAMED)
            .map(LimitExplanation::holder)
            .collect(Collectors.joining(", "));
    String more = limit.holders().size() > MOST_NAMED ? " and others" : "";
    return Optional.of(
        "of '"
            + name
            + "' "
            + limit.held()
            + " of "
            + limit.count()
            + " are held, by "
            + holders
            + more);
  }

  private static String holder(LimitHolder holder) {
    return "job " + holder.job() + " on " + holder.host();
  }
}
