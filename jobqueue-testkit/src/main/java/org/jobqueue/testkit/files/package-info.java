/**
 * A simulated file system behind the port {@link org.jobqueue.core.fs.QueueFiles}: one immutable
 * tree as the server, operations as values, so that whoever drives a test decides when each takes
 * place and what is reported.
 */
@NullMarked
package org.jobqueue.testkit.files;

import org.jspecify.annotations.NullMarked;
