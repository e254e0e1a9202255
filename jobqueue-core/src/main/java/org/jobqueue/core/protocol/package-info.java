/**
 * The protocol: every operation on the directory of a queue, as plain synchronous code over the
 * file-system port, without threads.
 *
 * <p>Start with {@link org.jobqueue.core.protocol.Registers} (the compare-and-set everything stands
 * on), then {@link org.jobqueue.core.protocol.Submission}, {@link
 * org.jobqueue.core.protocol.Claims}, {@link org.jobqueue.core.protocol.Completion} and {@link
 * org.jobqueue.core.protocol.Reaper}.
 */
@NullMarked
package org.jobqueue.core.protocol;

import org.jspecify.annotations.NullMarked;
