package org.jobqueue.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jobqueue.api.FrameRange;

/**
 * A job as a job file describes it.
 *
 * @param place where it stands in the file, such as {@code subJobs[3]}; empty for the whole
 * @param frames those it is run for; empty for a job that is run once
 * @param options the object with the keys that say how it is to be run
 * @param id the name by which other jobs of the file refer to it
 */
record JobSpec(
    String place,
    String type,
    Optional<String> label,
    OptionalInt attempts,
    OptionalInt priority,
    Optional<String> id,
    Map<String, Object> parameters,
    Optional<FrameRange> frames,
    OptionalInt chunkSize,
    JsonNode options,
    List<Sub> subJobs) {

  /**
   * What a job's list of sub-jobs has in it: a job, or a reference to one that stands elsewhere.
   */
  sealed interface Sub {}

  /** A job described in place. */
  record Own(JobSpec job) implements Sub {}

  /** A job described elsewhere in the file. */
  record Reference(String place, String id) implements Sub {}
}
