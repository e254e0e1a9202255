package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jobqueue.api.Damage;
import org.jobqueue.api.JobId;

/**
 * What one look saw; a finding if the next look sees it as well.
 *
 * @param kind what seems wrong
 * @param where the file or directory
 * @param job the job it concerns
 * @param evidence what must not change between two looks
 * @param message for people
 * @param repair what would mend it
 */
record Suspicion(
    Damage kind, Path where, Optional<JobId> job, String evidence, String message, Repair repair) {

  /** What makes two suspicions of two looks the same. */
  record Key(Damage kind, Path where, String evidence) {}

  /** Does something before a repair. */
  @FunctionalInterface
  interface Preparation {
    void prepare() throws IOException;
  }

  /** The same, with something to be done before the repair, such as to force it to disk. */
  Suspicion after(Preparation preparation) {
    Repair prepared =
        () -> {
          preparation.prepare();
          return repair.mend();
        };
    return new Suspicion(kind, where, job, evidence, message, prepared);
  }

  Key key() {
    return new Key(kind, where, evidence);
  }
}
