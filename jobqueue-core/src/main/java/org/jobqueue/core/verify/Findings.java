package org.jobqueue.core.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.api.Violation;
import org.jobqueue.api.Violation.Rule;

/** The violations that one look found. */
final class Findings {
  private final List<Violation> all = new ArrayList<>();

  void add(Rule rule, JobId job, String message) {
    all.add(new Violation(rule, job.toString(), message));
  }

  /** A violation for each of the optional messages that is there. */
  void add(Rule rule, JobId job, Optional<String> message) {
    message.ifPresent(text -> add(rule, job, text));
  }

  List<Violation> all() {
    return all;
  }
}
