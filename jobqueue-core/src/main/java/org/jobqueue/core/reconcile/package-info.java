/**
 * Jobs that are done, compared with the files that they had to leave; and copies of some of them.
 */
@NullMarked
package org.jobqueue.core.reconcile;

import org.jspecify.annotations.NullMarked;
