/** What is measured, one class each. */
@NullMarked
package org.jobqueue.bench.scenario;

import org.jspecify.annotations.NullMarked;
