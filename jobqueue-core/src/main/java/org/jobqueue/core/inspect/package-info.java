/**
 * Looks through a whole queue for damage and mends it, in portions and without threads.
 *
 * <p>What could be a race is believed only when it was seen in two looks that followed each other.
 * What depends on whether somebody is alive is believed at once if his process is gone from this
 * machine, and otherwise when it has stood still for the whole lease. Every repair is made of the
 * steps of the protocol, so it may be repeated, be done by several at once, and be left half-done.
 */
@NullMarked
package org.jobqueue.core.inspect;

import org.jspecify.annotations.NullMarked;
