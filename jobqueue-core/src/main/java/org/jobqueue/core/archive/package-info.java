/** Puts hierarchies into archives and brings them back; clears away what is past its age. */
@NullMarked
package org.jobqueue.core.archive;

import org.jspecify.annotations.NullMarked;
