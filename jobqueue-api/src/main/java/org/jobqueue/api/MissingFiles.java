package org.jobqueue.api;

import java.util.Optional;

/**
 * A job that is done, and whose files are not there as they should be.
 *
 * @param job a job, or a block
 * @param label what people call it
 * @param frames of a block, those whose files are missing; empty for an ordinary job
 * @param problem what is wrong with the first of the files
 * @param queued the job in the queue that is to make them, from an earlier time; empty if there is
 *     none
 */
public record MissingFiles(
    JobId job, String label, Optional<FrameRange> frames, String problem, Optional<JobId> queued) {}
