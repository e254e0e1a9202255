/** Guice wiring for programs that embed the queue. Nothing else in core knows of Guice. */
@NullMarked
package org.jobqueue.core.guice;

import org.jspecify.annotations.NullMarked;
