package org.jobqueue.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Chooses jobs by what they are and where they stand. */
final class JobFilter {
  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "Only jobs in these states: ${COMPLETION-CANDIDATES}.",
      converter = LowerCaseNames.States.class,
      completionCandidates = LowerCaseNames.States.class)
  List<JobState> states = List.of();

  @Option(
      names = "--label",
      paramLabel = "PATTERN",
      description = "Only jobs with such a label; * stands for any text, ? for one character.")
  @Nullable String label;

  @Option(names = "--type", paramLabel = "TYPE", description = "Only jobs of this type.")
  @Nullable String type;

  /** Whether there is any condition. */
  boolean isGiven() {
    return !states.isEmpty() || label != null || type != null;
  }

  /** Whether jobs are chosen by their state, each for itself. */
  boolean namesStates() {
    return !states.isEmpty();
  }

  /** Whether a job fulfils the conditions. */
  boolean matches(JobFacts job) {
    Set<JobState> wanted =
        states.isEmpty() ? EnumSet.allOf(JobState.class) : EnumSet.copyOf(states);
    String pattern = label;
    return wanted.contains(job.state())
        && (pattern == null || glob(pattern).matcher(job.labelLine()).matches())
        && (type == null
            || job.definition().filter(definition -> definition.type().equals(type)).isPresent());
  }

  /** The jobs at all levels that fulfil the conditions, in the order of the queue. */
  List<JobHandle> find(JobQueue queue) {
    List<JobHandle> found = new ArrayList<>();
    try (Stream<JobHandle> roots = queue.jobs()) {
      for (JobHandle root : (Iterable<JobHandle>) roots::iterator) {
        find(root, found);
      }
    }
    return found;
  }

  /**
   * Checks that jobs are either named or chosen.
   *
   * @throws UsageException if there are neither names nor conditions, or both
   */
  void requireEither(Collection<JobId> named) {
    if (named.isEmpty() == !isGiven()) {
      throw new UsageException(
          "which jobs? Name them, or choose them by --state, --label and --type");
    }
  }

  /** The top-level jobs that fulfil the conditions. */
  List<JobHandle> findRoots(JobQueue queue) {
    try (Stream<JobHandle> roots = queue.jobs()) {
      return roots.filter(job -> JobFacts.read(job).filter(this::matches).isPresent()).toList();
    }
  }

  /** Below a job that is done all are, and not looked at in vain. */
  private void find(JobHandle root, List<JobHandle> found) {
    Optional<JobFacts> facts = JobFacts.read(root);
    boolean doneIsMeant = states.isEmpty() || states.contains(JobState.DONE);
    if (facts.isEmpty() || (facts.get().state() == JobState.DONE && !doneIsMeant)) {
      return;
    }
    try (Stream<JobHandle> tree = root.tree()) {
      tree.filter(job -> JobFacts.read(job).filter(this::matches).isPresent()).forEach(found::add);
    }
  }

  private static Pattern glob(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  }
}
