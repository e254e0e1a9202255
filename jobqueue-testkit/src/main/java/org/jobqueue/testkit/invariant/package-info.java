/** What must hold of the files of a queue at every moment, and at each change. */
@NullMarked
package org.jobqueue.testkit.invariant;

import org.jspecify.annotations.NullMarked;
