/**
 * Tells listeners, commands and servers what happens, each in a thread of its own that no job ever
 * waits for.
 */
@NullMarked
package org.jobqueue.core.hook;

import org.jspecify.annotations.NullMarked;
