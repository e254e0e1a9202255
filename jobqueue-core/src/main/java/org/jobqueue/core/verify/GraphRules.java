package org.jobqueue.core.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.api.Violation.Rule;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.FileTooLargeException;

/** That a hierarchy is whole: its definitions agree, and its links lead where they should. */
final class GraphRules {
  private static final int LINK_LIMIT = 1 << 16;

  private final QueueReads queue;
  private final HierarchyFacts hierarchy;
  private final Findings findings;

  GraphRules(QueueReads queue, HierarchyFacts hierarchy, Findings findings) {
    this.queue = queue;
    this.hierarchy = hierarchy;
    this.findings = findings;
  }

  void check() throws IOException {
    boolean whole = true;
    for (JobFacts job : hierarchy.jobs()) {
      if (!job.exists()) {
        findings.add(Rule.HIERARCHY, job.id(), "other definitions name it, but it is not there");
      } else if (job.definition().isEmpty()) {
        findings.add(Rule.DEFINITION, job.id(), job.damage());
      } else {
        references(job.id(), job.definition().get());
        links(job.id(), job.definition().get());
        continue;
      }
      whole = false;
    }
    if (whole) {
      orders();
    }
  }

  private void orders() {
    int jobs = hierarchy.byLocal().size();
    Map<Integer, JobId> byOrder = new HashMap<>();
    for (JobFacts job : hierarchy.jobs()) {
      JobDefinition definition = job.definition().orElseThrow();
      if (definition.total() != jobs) {
        findings.add(
            Rule.HIERARCHY,
            job.id(),
            "its hierarchy has " + definition.total() + " jobs, but " + jobs + " belong to it");
        return; // the others say the same
      }
      JobId other = byOrder.putIfAbsent(definition.order(), job.id());
      if (other != null) {
        findings.add(
            Rule.HIERARCHY, job.id(), other + " has the order " + definition.order() + " as well");
      }
    }
  }

  /** Each sub-job names its parent, each parent its sub-job, and sub-jobs come first. */
  private void references(JobId id, JobDefinition definition) {
    for (JobFacts subJob : hierarchy.subJobs(definition)) {
      Optional<JobDefinition> other = subJob.definition();
      if (other.isEmpty()) {
        continue;
      }
      JobDefinition.Parent self = new JobDefinition.Parent(id.local(), definition.order());
      if (!other.get().parents().contains(self)) {
        findings.add(Rule.HIERARCHY, id, "its sub-job " + subJob.id() + " does not name it");
      } else if (other.get().order() >= definition.order()) {
        findings.add(Rule.HIERARCHY, id, "its turn is before that of " + subJob.id());
      }
    }
    for (JobDefinition.Parent parent : definition.parents()) {
      Optional<JobFacts> other = hierarchy.job(parent.local());
      boolean known = other.isEmpty() || other.get().definition().isPresent();
      boolean named =
          other
              .flatMap(JobFacts::definition)
              .filter(d -> d.subJobs().contains(id.local()))
              .isPresent();
      if (known && !named) {
        JobId parentId = new JobId(id.number(), parent.local());
        findings.add(Rule.HIERARCHY, id, parentId + " does not wait for it, as it says");
      }
    }
  }

  private void links(JobId id, JobDefinition definition) throws IOException {
    for (int index = 0; index < definition.subJobs().size(); index++) {
      String local = definition.subJobs().get(index);
      if (!local.equals(id.isRoot() ? "" + index : id.local() + "/" + index)) {
        Path link = queue.layout().subJob(id, index);
        findings.add(Rule.LINK, id, linkProblem(link, new JobId(id.number(), local)));
      }
    }
  }

  private Optional<String> linkProblem(Path link, JobId subJob) throws IOException {
    String name = "the link " + link.getFileName();
    try {
      return switch (queue.files().kind(link)) {
        case FILE -> {
          String target =
              new String(queue.content(link, LINK_LIMIT), StandardCharsets.UTF_8).stripTrailing();
          yield target.equals(QueueLayout.pathWithinRoot(subJob.local()))
              ? Optional.empty()
              : Optional.of(name + " does not lead to " + subJob);
        }
        case LINK -> {
          if (hierarchy.job(subJob.local()).flatMap(JobFacts::definition).isEmpty()) {
            yield Optional.empty(); // reported there
          }
          Path definition = link.resolve(QueueLayout.DEFINITION);
          JobDefinition.parse(queue.content(definition, JobDefinition.SIZE_LIMIT), subJob);
          yield Optional.empty();
        }
        case MISSING -> Optional.of(name + " to " + subJob + " is missing");
        case DIRECTORY, OTHER -> Optional.of(name + " to " + subJob + " is no link");
      };
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.of(name + " does not lead to " + subJob + ", but nowhere");
    } catch (JobDefinition.DamagedException | FileTooLargeException e) {
      return Optional.of(name + " does not lead to " + subJob + ": " + e.getMessage());
    }
  }
}
