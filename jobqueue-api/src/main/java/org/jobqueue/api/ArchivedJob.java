package org.jobqueue.api;

import java.nio.file.Path;

/**
 * A hierarchy that was put into an archive.
 *
 * @param job its top-level job
 * @param file the archive, absolute
 * @param entries how many files, directories and links are in it
 * @param bytes how large the files were together
 * @param removed false if some files of the job could not be removed from the queue yet, since
 *     somebody still writes there; the job itself is gone, and others will remove them
 */
public record ArchivedJob(JobId job, Path file, int entries, long bytes, boolean removed) {}
