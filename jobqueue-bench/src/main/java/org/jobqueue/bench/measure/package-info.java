/** Times, ratios, percentiles and memory; knows nothing of queues. */
@NullMarked
package org.jobqueue.bench.measure;

import org.jspecify.annotations.NullMarked;
