/** The harness and the contract, tried with good and bad procedures. */
@NullMarked
package org.jobqueue.testkit.proc;

import org.jspecify.annotations.NullMarked;
