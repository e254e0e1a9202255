package org.jobqueue.core.verify;

import java.io.IOException;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jobqueue.core.format.QueueLayout;

/**
 * The numbers in one directory below {@code jobs/}.
 *
 * @param jobs those with a directory
 * @param gone those with a mark that their job was deleted
 */
record Bucket(NavigableSet<Long> jobs, NavigableSet<Long> gone) {
  static Bucket read(QueueReads queue, long bucket) throws IOException {
    Bucket found = new Bucket(new TreeSet<>(), new TreeSet<>());
    for (String name :
        queue.names(queue.layout().jobBucket(bucket * QueueLayout.JOBS_PER_BUCKET))) {
      QueueLayout.jobNumber(name).ifPresent(number -> found.add(found.jobs(), number, bucket));
      QueueLayout.goneNumber(name).ifPresent(number -> found.add(found.gone(), number, bucket));
    }
    return found;
  }

  /** What lies in the bucket of other numbers is not found by anyone, and no job. */
  private void add(NavigableSet<Long> to, long number, long bucket) {
    if (number / QueueLayout.JOBS_PER_BUCKET == bucket) {
      to.add(number);
    }
  }

  /** All numbers that were ever used. */
  NavigableSet<Long> used() {
    NavigableSet<Long> all = new TreeSet<>(jobs);
    all.addAll(gone);
    return all;
  }
}
