/**
 * Processes of this machine: whether one is certainly gone, and which belong to the commands of
 * which worker.
 */
@NullMarked
package org.jobqueue.core.process;

import org.jspecify.annotations.NullMarked;
