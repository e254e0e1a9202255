package org.jobqueue.core.queue;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.JobStatus;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.plugin.ProcRegistry;

/** Says in one sentence why a job is not running. */
final class Explanation {
  private static final int MOST_NAMED = 3;

  private final JobReader reader;
  private final ProcRegistry types;

  Explanation(JobReader reader, ProcRegistry types) {
    this.reader = reader;
    this.types = types;
  }

  String of(JobId id) {
    JobStatus status = reader.status(id);
    return switch (status.state()) {
      case RUNNING -> "it is running on " + status.worker().orElse("an unknown worker");
      case DONE -> "it is done";
      case FAILED ->
          "it has failed" + status.error().map(JobError::message).map(m -> ": " + m).orElse("");
      case CANCELLED -> "it was cancelled";
      case HELD -> "it is held";
      case BUILDING -> "it is still being submitted";
      case DELETED -> "it has been deleted";
      case QUARANTINED -> "it is damaged: it has lost its state file";
      case WAITING -> waiting(reader.definition(id));
    };
  }

  private String waiting(JobDefinition definition) {
    List<String> unmet =
        definition.subJobs().stream()
            .map(local -> new JobId(definition.number(), local))
            .filter(subJob -> reader.state(subJob) != JobState.DONE)
            .limit(MOST_NAMED + 1L)
            .map(subJob -> subJob + " (" + name(reader.state(subJob)) + ")")
            .collect(Collectors.toList());
    if (unmet.size() > MOST_NAMED) {
      unmet.set(MOST_NAMED, "others");
    }
    if (!unmet.isEmpty()) {
      return "it waits for its sub-jobs: " + String.join(", ", unmet);
    }
    if (types.find(definition.type()).isEmpty()) {
      return "it waits for a worker that knows its type '"
          + definition.type()
          + "', which no plugin here has";
    }
    return "it waits for a free worker";
  }

  private static String name(JobState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
