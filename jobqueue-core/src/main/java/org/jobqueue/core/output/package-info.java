/** The files that jobs leave outside of the queue: what is expected of them, and what is there. */
@NullMarked
package org.jobqueue.core.output;

import org.jspecify.annotations.NullMarked;
