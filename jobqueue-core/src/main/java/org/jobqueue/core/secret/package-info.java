/** What jobs have by reference: looking it up on this host, and keeping it out of what is kept. */
@NullMarked
package org.jobqueue.core.secret;

import org.jspecify.annotations.NullMarked;
