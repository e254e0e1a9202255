package org.jobqueue.testkit.invariant;

import static org.jobqueue.api.JobState.CANCELLED;
import static org.jobqueue.api.JobState.DONE;
import static org.jobqueue.api.JobState.FAILED;
import static org.jobqueue.api.JobState.HELD;
import static org.jobqueue.api.JobState.WAITING;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.Block;
import org.jobqueue.core.format.ChunkToken;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;

/** What holds for blocks: chunks are as good as jobs, whether they have a directory or not. */
final class BlockInvariants {
  private BlockInvariants() {}

  /** The index of the first chunk of a block that is not done. */
  static Optional<Long> firstUndone(QueueFacts facts, JobFacts block) {
    return first(facts, block, state -> state.filter(DONE::equals).isEmpty());
  }

  /** Whether a block waits for a chunk that will not be done unless somebody acts. */
  static boolean isStuck(QueueFacts facts, JobFacts block) {
    return first(facts, block, BlockInvariants::isStuckIn).isPresent();
  }

  private static boolean isStuckIn(Optional<JobState> state) {
    return state.filter(s -> s == FAILED || s == CANCELLED || s == HELD).isPresent();
  }

  /** The first chunk of a block with or without a state of which something is true. */
  private static Optional<Long> first(
      QueueFacts facts, JobFacts job, Predicate<Optional<JobState>> condition) {
    Block block = Objects.requireNonNull(job.definition().orElseThrow().block());
    return LongStream.range(0, block.count())
        .boxed()
        .filter(
            index ->
                condition.test(
                    facts
                        .job(block.chunk(job.id(), index))
                        .flatMap(JobFacts::register)
                        .map(RegisterName::state)))
        .findFirst();
  }

  /** Chunks that are not done hold their block, and those that can run have a ticket. */
  static Optional<String> violated(QueueFacts facts, JobFacts job) {
    if (job.definition().filter(JobDefinition::hasChunks).isEmpty()
        || job.registers().get(0).attempt() > 0) {
      return Optional.empty();
    }
    Block block = Objects.requireNonNull(job.definition().get().block());
    List<ChunkToken> tokens = job.chunks().orElse(List.of());
    boolean runs =
        job.registers().get(0).state() == WAITING
            && job.latch().isEmpty()
            && !facts.hasIntent(job.id().number())
            && job.definition().get().subJobs().stream()
                .noneMatch(local -> facts.isInFlight(new JobId(job.id().number(), local)));
    for (long index = 0; index < block.count(); index++) {
      JobId chunk = block.chunk(job.id(), index);
      Optional<JobState> state =
          facts.job(chunk).flatMap(JobFacts::register).map(RegisterName::state);
      long of = index;
      if (state.filter(DONE::equals).isEmpty()
          && tokens.stream().noneMatch(token -> token.chunks().contains(of))) {
        return Optional.of("I3: " + job.id() + " is not held by " + chunk + ", not done");
      }
      if (runs && state.orElse(WAITING) == WAITING && !facts.hasChunkTicket(job.id(), index)) {
        return Optional.of("I4: " + chunk + " waits without ticket or record");
      }
    }
    return Optional.empty();
  }
}
