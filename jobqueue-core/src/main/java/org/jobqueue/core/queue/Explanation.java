package org.jobqueue.core.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jobqueue.api.DamagedJobException;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobExplanation;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.JobStatus;
import org.jobqueue.api.NoSuchJobException;
import org.jobqueue.api.event.EventType;
import org.jobqueue.core.format.JobDefinition;

/** Says in one sentence why a job is not running. */
final class Explanation {
  private static final int MOST_NAMED = 3;
  private static final int MOST_LOOKED_AT = 1000;

  private final JobReader reader;
  private final LimitExplanation limits;
  private final WorkerExplanation workers;
  private final Doers doers;

  Explanation(JobReader reader, LimitExplanation limits, WorkerExplanation workers, Doers doers) {
    this.workers = workers;
    this.doers = doers;
    this.limits = limits;
    this.reader = reader;
  }

  /** All there is to say. */
  JobExplanation explain(JobId id) {
    JobStatus status = reader.status(id);
    if (status.state() != JobState.WAITING) {
      return new JobExplanation(of(id, status), List.of());
    }
    JobDefinition definition = reader.definition(id);
    Optional<String> reason = waiting(definition);
    if (reason.isPresent()) {
      return new JobExplanation(reason.get(), List.of());
    }
    WorkerExplanation.Reasons reasons = workers.of(definition);
    return new JobExplanation(reasons.summary(), reasons.each());
  }

  private String of(JobId id) {
    return of(id, reader.status(id));
  }

  private String of(JobId id, JobStatus status) {
    return switch (status.state()) {
      case RUNNING -> "it is running on " + status.worker().orElse("an unknown worker");
      case DONE -> "it is done";
      case FAILED ->
          "it has failed" + status.error().map(JobError::message).map(m -> ": " + m).orElse("");
      case CANCELLED -> "it was cancelled" + by(id, EventType.CANCELLED);
      case HELD -> "it is held" + by(id, EventType.HELD);
      case BUILDING -> "it is still being submitted";
      case DELETED -> "it has been deleted";
      case QUARANTINED -> "it is damaged: it has lost its state file";
      case WAITING, BLOCKED -> waiting(reader.definition(id)).orElse("it waits for a free worker");
    };
  }

  private String by(JobId id, EventType type) {
    return reader.register(id).map(now -> " by " + doers.of(id, now, type)).orElse("");
  }

  /** Why a job that waits cannot be run by any worker; empty if it could. */
  private Optional<String> waiting(JobDefinition definition) {
    JobId id = definition.node().id();
    if (id.isChunk() && isHeldBack(reader.definition(id.block()))) {
      return Optional.of("its block is not running: " + of(id.block()));
    }
    List<String> blockers = blockers(definition);
    if (!blockers.isEmpty()) {
      return Optional.of("it is blocked by its sub-jobs: " + String.join(", ", blockers));
    }
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
      return Optional.of("it waits for its sub-jobs: " + String.join(", ", unmet));
    }
    if (definition.hasChunks() && reader.progress().chunksLeft(id) > 0) {
      return Optional.of(waitingForChunks(definition));
    }
    if (reader.isToBeSkipped(id)) {
      return Optional.of("it is to be skipped: a worker will count it as done without running it");
    }
    Optional<String> limit = limits.lack(definition);
    if (limit.isPresent()) {
      return Optional.of("it waits for a limit: " + limit.get());
    }
    return reader
        .waitsUntil(definition)
        .map(until -> "it failed and waits until " + until + " for its next attempt" + cause(id));
  }

  private String cause(JobId id) {
    return reader.lastError(id).map(error -> ": " + error.message()).orElse("");
  }

  private boolean isHeldBack(JobDefinition block) {
    return block.subJobs().stream()
        .anyMatch(local -> reader.state(new JobId(block.number(), local)) != JobState.DONE);
  }

  /** Sub-jobs at any level that will not be done unless somebody does something. */
  private List<String> blockers(JobDefinition top) {
    List<String> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Deque<String> walk = new ArrayDeque<>(top.subJobs());
    while (!walk.isEmpty() && found.size() <= MOST_NAMED && seen.size() < MOST_LOOKED_AT) {
      String local = walk.pop();
      if (!seen.add(local)) {
        continue;
      }
      JobId subJob = new JobId(top.number(), local);
      JobState state = reader.state(subJob);
      switch (state) {
        case FAILED, CANCELLED, HELD, QUARANTINED -> found.add(subJob + " (" + name(state) + ")");
        case WAITING -> {
          List<String> below = subJobsOf(subJob);
          for (int i = below.size() - 1; i >= 0; i--) {
            walk.push(below.get(i));
          }
        }
        case BUILDING, BLOCKED, RUNNING, DONE, DELETED -> {}
      }
    }
    if (found.size() > MOST_NAMED) {
      found.set(MOST_NAMED, "others");
    }
    return found;
  }

  private List<String> subJobsOf(JobId id) {
    try {
      return reader.definition(id).subJobs();
    } catch (DamagedJobException | NoSuchJobException e) {
      return List.of(); // it fails when its turn comes
    }
  }

  /** Of a block that waits only for its chunks: how far they are, and what is wrong with some. */
  private String waitingForChunks(JobDefinition block) {
    List<String> stuck =
        reader
            .progress()
            .unfinishedChunks(block, MOST_LOOKED_AT)
            .filter(chunk -> isStuck(reader.state(chunk)))
            .limit(MOST_NAMED + 1L)
            .map(chunk -> chunk + " (" + name(reader.state(chunk)) + ")")
            .collect(Collectors.toList());
    if (stuck.size() > MOST_NAMED) {
      stuck.set(MOST_NAMED, "others");
    }
    String progress = String.valueOf(reader.progress().ofChunks(block).status());
    return stuck.isEmpty()
        ? "it waits for its chunks: " + progress
        : "it is blocked by its chunks: " + String.join(", ", stuck) + "; " + progress;
  }

  private static boolean isStuck(JobState state) {
    return state == JobState.FAILED || state == JobState.CANCELLED || state == JobState.HELD;
  }

  private static String name(JobState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
