/** Programs that contain a queue and a worker, with and without Guice. */
@NullMarked
package org.jobqueue.examples.embedding;

import org.jspecify.annotations.NullMarked;
