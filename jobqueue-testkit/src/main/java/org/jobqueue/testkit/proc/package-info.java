/**
 * For authors of job procedures: run one without a queue, replace the programs that it starts, and
 * get the tests that every procedure has to pass.
 */
@NullMarked
package org.jobqueue.testkit.proc;

import org.jspecify.annotations.NullMarked;
