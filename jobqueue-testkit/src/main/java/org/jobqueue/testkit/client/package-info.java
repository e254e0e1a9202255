/** Simulated processes: programs that work on a queue through a simulated file system. */
@NullMarked
package org.jobqueue.testkit.client;

import org.jspecify.annotations.NullMarked;
