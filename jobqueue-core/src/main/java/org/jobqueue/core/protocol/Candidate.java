package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.fs.FileTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job that may be claimed: its definition, or what is wrong with it, or that it cannot be read at
 * the moment.
 *
 * @param definition null if it cannot be used
 * @param damage why not, for people
 */
record Candidate(@Nullable JobDefinition definition, @Nullable String damage) {
  private static final Candidate UNREADABLE_NOW = new Candidate(null, "cannot be read here now");
  private static final Candidate FOR_NEWER_WORKERS = new Candidate(null, "is for newer workers");

  private static final Logger LOG = LoggerFactory.getLogger(Candidate.class);

  /** Reads the definition of a job. */
  static Candidate read(QueueDirectory queue, JobId id) {
    try {
      return new Candidate(queue.definition(id), null);
    } catch (JobDefinition.NewerFormatException e) {
      LOG.debug("job {} is left for newer workers: {}", id, e.getMessage());
      return FOR_NEWER_WORKERS;
    } catch (JobDefinition.DamagedException e) {
      return new Candidate(null, e.getMessage());
    } catch (FileTooLargeException e) {
      return new Candidate(null, "the definition job.json " + e.getReason());
    } catch (NoSuchFileException e) {
      return new Candidate(null, "the definition job.json is missing");
    } catch (IOException e) {
      LOG.warn("job {} cannot be read here now and is left for others", id, e);
      return UNREADABLE_NOW;
    }
  }

  boolean isUnreadableNow() {
    return isLike(UNREADABLE_NOW);
  }

  boolean isForNewerWorkers() {
    return isLike(FOR_NEWER_WORKERS);
  }

  boolean isDamaged() {
    return definition == null && !isUnreadableNow() && !isForNewerWorkers();
  }

  private boolean isLike(Candidate other) {
    return definition == null && Objects.equals(damage, other.damage);
  }
}
