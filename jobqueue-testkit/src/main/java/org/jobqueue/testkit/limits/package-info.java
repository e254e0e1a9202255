/** Simulated workers that compete for the tokens of limits. */
@NullMarked
package org.jobqueue.testkit.limits;

import org.jspecify.annotations.NullMarked;
