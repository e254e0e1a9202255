/**
 * The history of a queue: what happened, for people. One writer per file, nothing is forced to
 * disk, and nothing is decided from it.
 */
@NullMarked
package org.jobqueue.core.history;

import org.jspecify.annotations.NullMarked;
