package org.jobqueue.api;

/**
 * What a collection came to.
 *
 * @param jobs how many finished top-level jobs were looked at
 * @param collected how much went, or would go, counted as it was told
 * @param bytes how much space that freed, or would free; the archives that were made not counted
 * @param problems how much could not go
 */
public record GarbageResult(long jobs, long collected, long bytes, long problems) {}
