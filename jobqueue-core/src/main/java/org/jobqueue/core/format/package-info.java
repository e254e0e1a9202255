/**
 * What is on disk: the names, which are the truth, and the contents, which are payload.
 *
 * <p>Described for people in {@code docs/format.md}.
 */
@NullMarked
package org.jobqueue.core.format;

import org.jspecify.annotations.NullMarked;
