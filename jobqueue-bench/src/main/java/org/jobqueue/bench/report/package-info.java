/** Figures as a table and as JSON. */
@NullMarked
package org.jobqueue.bench.report;

import org.jspecify.annotations.NullMarked;
