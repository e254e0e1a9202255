/**
 * What callers of a job queue see.
 *
 * <p>A queue is a directory. {@link org.jobqueue.api.JobQueues} creates and opens it, {@link
 * org.jobqueue.api.JobQueue} submits, lists, runs and deletes jobs, {@link
 * org.jobqueue.api.JobHandle} looks at one job that lies in the queue, and {@link
 * org.jobqueue.api.Worker} runs jobs in the background of a program. A job under construction is a
 * {@link org.jobqueue.api.JobRoot} with its {@link org.jobqueue.api.Job sub-jobs}; nothing of it is
 * in the queue before {@link org.jobqueue.api.JobRoot#activate()} returns.
 *
 * <p>Authors of job procedures continue in {@link org.jobqueue.api.proc}.
 */
@NullMarked
package org.jobqueue.api;

import org.jspecify.annotations.NullMarked;
