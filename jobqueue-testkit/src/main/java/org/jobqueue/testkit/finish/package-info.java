/** One fresh worker that finishes what others left. */
@NullMarked
package org.jobqueue.testkit.finish;

import org.jspecify.annotations.NullMarked;
