package org.jobqueue.api;

/**
 * A job that holds tokens of a limit.
 *
 * @param worker the name of the worker that runs it
 * @param host the host of that worker, as it stands in its name
 * @param job the job, or its top-level job if the name of the job is longer than a file name allows
 * @param amount how many tokens, 1 or more
 */
public record LimitHolder(String worker, String host, JobId job, int amount) {}
