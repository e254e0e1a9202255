package org.jobqueue.core.format;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobOptions;
import org.jobqueue.core.format.JobDefinition.DamagedException;
import org.jobqueue.core.format.JobDefinition.MisplacedException;
import org.jobqueue.core.format.JobDefinition.NewerFormatException;
import org.jobqueue.core.format.JobDefinition.Parent;
import org.jspecify.annotations.Nullable;

/**
 * A {@link JobDefinition} as it is written to {@code job.json}, and as it is found there: anything
 * may be missing. The components are those of the definition; the number of attempts has a place of
 * its own beside the other options.
 */
record DefinitionForm(
    int format,
    long number,
    @Nullable String local,
    int order,
    int total,
    @Nullable String type,
    int typeVersion,
    @Nullable String label,
    @Nullable Map<String, Object> parameters,
    int priority,
    int attempts,
    @Nullable OptionsForm options,
    @Nullable String submitted,
    @Nullable String submitter,
    @Nullable List<Parent> parents,
    @Nullable List<String> subJobs,
    @Nullable BlockForm block,
    @Nullable String origin,
    @Nullable String token) {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,80}");

  record BlockForm(@Nullable String frames, int chunkSize) {
    static @Nullable BlockForm of(@Nullable Block block) {
      return block == null ? null : new BlockForm(block.frames().toString(), block.chunkSize());
    }
  }

  static DefinitionForm of(JobDefinition job) {
    JobId origin = job.origin();
    return new DefinitionForm(
        job.format(),
        job.number(),
        job.local(),
        job.order(),
        job.total(),
        job.type(),
        job.typeVersion(),
        job.label(),
        job.parameters(),
        job.priority(),
        job.attempts(),
        OptionsForm.of(job.options()),
        job.submitTime().toString(),
        job.submitter(),
        job.parents(),
        job.subJobs(),
        BlockForm.of(job.block()),
        origin == null ? null : origin.toString(),
        job.token());
  }

  byte[] toBytes() {
    return Json.write(this);
  }

  static DefinitionForm parse(byte[] content) throws DamagedException {
    if (content.length == 0) {
      throw new DamagedException("the definition job.json is empty", null);
    }
    try {
      return Json.read(content, DefinitionForm.class);
    } catch (IOException e) {
      throw new DamagedException(
          "the definition job.json is not complete JSON: " + e.getMessage(), e);
    }
  }

  /** The definition, if it is complete and that of the job {@code id}. */
  JobDefinition checked(JobId id) throws DamagedException {
    if (format > JobDefinition.FORMAT) {
      throw new NewerFormatException(format);
    }
    if (local == null
        || type == null
        || label == null
        || parameters == null
        || submitted == null
        || submitter == null
        || parents == null
        || subJobs == null) {
      throw new DamagedException("the definition job.json lacks fields", null);
    }
    JobDefinition definition =
        new JobDefinition(
            format,
            number,
            local,
            order,
            total,
            type,
            typeVersion,
            label,
            parameters,
            priority,
            checkedOptions(),
            checkedTime(submitted),
            submitter,
            parents,
            subJobs,
            checkedBlock(),
            checkedOrigin(),
            token != null && TOKEN.matcher(token).matches() ? token : null);
    requireConsistent(definition, id);
    return definition;
  }

  private JobOptions checkedOptions() throws DamagedException {
    try {
      return OptionsForm.read(options, Math.max(1, attempts));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new DamagedException(
          "the definition job.json has options that are not valid: " + e.getMessage(), e);
    }
  }

  private static Instant checkedTime(String text) throws DamagedException {
    try {
      Instant time = Instant.parse(text);
      long unused = time.toEpochMilli(); // it becomes a part of a name
      return time;
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new DamagedException(
          "the definition job.json contradicts itself: " + e.getMessage(), e);
    }
  }

  private @Nullable JobId checkedOrigin() throws DamagedException {
    try {
      return origin == null ? null : JobId.parse(origin);
    } catch (IllegalArgumentException e) {
      throw new DamagedException("the definition job.json has an origin that is no job", e);
    }
  }

  private @Nullable Block checkedBlock() throws DamagedException {
    BlockForm raw = block;
    if (raw == null) {
      return null;
    }
    try {
      return new Block(FrameRange.parse(String.valueOf(raw.frames())), raw.chunkSize());
    } catch (IllegalArgumentException e) {
      throw new DamagedException("the definition job.json has no frames: " + e.getMessage(), e);
    }
  }

  private static void requireConsistent(JobDefinition job, JobId id) throws DamagedException {
    try {
      if (!job.node().id().equals(id)) {
        throw new MisplacedException(job.node().id());
      }
      for (Parent parent : job.parents()) {
        job.parent(parent);
      }
      for (String subJob : job.subJobs()) {
        JobId unused = new JobId(job.number(), subJob);
      }
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new DamagedException(
          "the definition job.json contradicts itself: " + e.getMessage(), e);
    }
  }
}
