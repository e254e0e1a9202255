/** Words for people. */
@NullMarked
package org.jobqueue.core.text;

import org.jspecify.annotations.NullMarked;
