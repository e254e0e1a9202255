package org.jobqueue.api;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One consistent look at a job.
 *
 * @param state where the job stands
 * @param attempt the number of the present or last attempt, from 1; 0 if there was none
 * @param worker the worker that runs the job, or ran its last attempt
 * @param host the host of that worker
 * @param pid the process id of that worker on its host
 * @param startTime when the present or last attempt started, by the clock of its host
 * @param endTime when the last attempt ended; empty while one is running
 * @param progress 0 to 100 percent as reported by the procedure; of a job that waits for others the
 *     share of its direct sub-jobs, or of its chunks, that are done; 100 for a job that is done
 * @param statusLine what the procedure said last; of a job that waits for others how many of them
 *     are done
 * @param error what went wrong, for a job in an error state
 */
public record JobStatus(
    JobState state,
    int attempt,
    Optional<String> worker,
    Optional<String> host,
    OptionalLong pid,
    Optional<Instant> startTime,
    Optional<Instant> endTime,
    OptionalInt progress,
    Optional<String> statusLine,
    Optional<JobError> error) {}
