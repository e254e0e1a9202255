/** What happens in a queue: the history that is kept of it, and listeners. */
@NullMarked
package org.jobqueue.api.event;

import org.jspecify.annotations.NullMarked;
