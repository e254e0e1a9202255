package org.jobqueue.api;

/**
 * How much is going on in a queue, counted from its tickets and workers and not from the jobs: what
 * waits for sub-jobs, and what is over, is not in it.
 *
 * @param ready jobs and chunks that could run now if there were enough workers
 * @param running jobs and pieces of blocks that workers have in hand
 * @param workers workers that are registered
 * @param complete false if there are more than were counted: the numbers are lower bounds then
 */
public record QueueLoad(long ready, long running, long workers, boolean complete) {}
