package org.jobqueue.api;

import java.nio.file.Path;

/**
 * Where the files of the present or last attempt of a job are. A file that the attempt has not
 * written does not exist.
 *
 * @param runningDirectory the attempt directory
 * @param stdout what the procedure and its commands wrote to standard output
 * @param stderr what they wrote to standard error
 * @param status progress and status line, a JSON object
 * @param result of an attempt that failed or does not count: start, end, outcome, error message,
 *     exit code and stack trace, a JSON object; written when the attempt ends
 */
public record JobFiles(Path runningDirectory, Path stdout, Path stderr, Path status, Path result) {}
