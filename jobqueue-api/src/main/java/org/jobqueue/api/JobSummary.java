package org.jobqueue.api;

import java.time.Instant;
import java.util.Optional;

/**
 * What a listing shows of a job: what it is and where it stands, read with as few operations as
 * that takes.
 *
 * @param id the name of the job within its queue
 * @param type the job type
 * @param typeVersion the version of the type that checked the parameters and runs the job
 * @param label for people
 * @param priority the present priority of the hierarchy, 0 to 999
 * @param attemptLimit how often the job is tried before it has failed
 * @param submitTime when the hierarchy was submitted, by the clock of the submitter's host
 * @param frames all frames of a block, or those of a chunk; empty for an ordinary job
 * @param status where the job stands
 */
public record JobSummary(
    JobId id,
    String type,
    int typeVersion,
    String label,
    int priority,
    int attemptLimit,
    Instant submitTime,
    Optional<FrameRange> frames,
    JobStatus status) {}
