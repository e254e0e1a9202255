/**
 * Proves from the files of a queue alone that nothing was lost, that the order was kept and that
 * every job that is done was committed once. Only reads, hierarchy by hierarchy.
 *
 * <p>Start with {@link org.jobqueue.core.verify.Verification}. The rules are described for people
 * in {@code docs/format.md}.
 */
@NullMarked
package org.jobqueue.core.verify;

import org.jspecify.annotations.NullMarked;
