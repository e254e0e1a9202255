package org.jobqueue.core.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.JobError;
import org.jspecify.annotations.Nullable;

/** Finds out whose fault a failure is, from what commands write and how they end. Thread-safe. */
public final class Blame {
  private final List<Watched> rules = new ArrayList<>();

  /** A rule, with whether its pattern was seen. */
  private static final class Watched {
    private final ErrorRule rule;
    private final boolean ofJob;
    private final @Nullable Pattern pattern;
    private volatile boolean seen;

    Watched(ErrorRule rule, boolean ofJob) {
      this.rule = rule;
      this.ofJob = ofJob;
      this.pattern = rule.pattern().map(Pattern::compile).orElse(null);
    }

    void look(String line) {
      if (pattern != null && !seen && pattern.matcher(line).find()) {
        seen = true;
      }
    }

    boolean applies(JobError error) {
      look(error.message());
      boolean ofCode =
          rule.exitCodes().isEmpty()
              || error.exitCode().filter(rule.exitCodes()::contains).isPresent();
      return ofCode && (pattern == null || seen);
    }
  }

  /** Knows the rules of the job. */
  public Blame(List<ErrorRule> ofJob) {
    ofJob.forEach(rule -> rules.add(new Watched(rule, true)));
  }

  /** Adds the rules of the procedure; before any line. */
  public void add(List<ErrorRule> ofProcedure) {
    ofProcedure.forEach(rule -> rules.add(new Watched(rule, false)));
  }

  /** Whether lines matter at all. */
  public boolean hasPatterns() {
    return rules.stream().anyMatch(rule -> rule.pattern != null);
  }

  /** A line that a command has written. */
  public void line(String line) {
    for (Watched rule : rules) {
      rule.look(line);
    }
  }

  /**
   * The same error with whose fault it is: by the rules of the job, else as the procedure said,
   * else by the rules of the procedure.
   */
  public JobError judged(JobError error) {
    return first(true, error)
        .or(() -> error.errorClass() == ErrorClass.TASK ? first(false, error) : Optional.empty())
        .map(error::withErrorClass)
        .orElse(error);
  }

  private Optional<ErrorClass> first(boolean ofJob, JobError error) {
    return rules.stream()
        .filter(rule -> rule.ofJob == ofJob && rule.applies(error))
        .map(rule -> rule.rule.errorClass())
        .findFirst();
  }
}
