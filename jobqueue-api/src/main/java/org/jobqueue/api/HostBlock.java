package org.jobqueue.api;

import java.time.Instant;

/**
 * A host that takes no jobs of a type for a while, because several failed there in the same way.
 *
 * @param host the host
 * @param type the job type
 * @param until when that is over, by the clock of the host
 * @param reason what went wrong, for people
 */
public record HostBlock(String host, String type, Instant until, String reason) {}
