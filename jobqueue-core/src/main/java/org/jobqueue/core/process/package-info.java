/** What is known of the processes of this machine: whether one is certainly gone. */
@NullMarked
package org.jobqueue.core.process;

import org.jspecify.annotations.NullMarked;
