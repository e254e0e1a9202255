package org.jobqueue.api.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jobqueue.api.JobId;

/**
 * Something that happened in a queue, as the process tells that made it happen.
 *
 * @param time when, by the clock of the host of that process; for people, never compared
 * @param writer the name of the writer, which no other ever has
 * @param sequence from 1, counted by the writer: its events are in this order whatever the clock
 *     says, and a gap tells that some could not be written
 * @param type what happened
 * @param job the job; empty for events of workers
 * @param recursive whether all jobs below are meant as well
 * @param label the label of the job, if the writer knew it
 * @param attempt the number of the attempt, for events of attempts
 * @param worker the worker, for events of attempts and of workers
 * @param by the account that did it, {@code user@host}
 * @param took how long the attempt took, when it has ended
 * @param count how many jobs were submitted or changed
 * @param message one or a few sentences for people: why an attempt failed, say
 */
public record JobEvent(
    Instant time,
    String writer,
    long sequence,
    EventType type,
    Optional<JobId> job,
    boolean recursive,
    Optional<String> label,
    OptionalInt attempt,
    Optional<String> worker,
    String by,
    Optional<Duration> took,
    OptionalLong count,
    Optional<String> message) {}
