/**
 * Places that have another name on each operating system, and the translation of paths from one to
 * the other.
 */
@NullMarked
package org.jobqueue.api.path;

import org.jspecify.annotations.NullMarked;
