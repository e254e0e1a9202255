/**
 * Exhaustive exploration: every order in which the operations of a few processes can reach the
 * server, with every place for a fault, in the real code of the protocol.
 */
@NullMarked
package org.jobqueue.testkit.explore;

import org.jspecify.annotations.NullMarked;
