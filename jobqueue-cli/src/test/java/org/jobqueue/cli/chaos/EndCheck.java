package org.jobqueue.cli.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether everything that was submitted ran once, as far as commits go, and nothing is left. */
final class EndCheck {
  private static final Pattern RESULT =
      Pattern.compile("job (\\S+) '[^']*': (done|lost|retried|handed back|failed|trouble)");

  private final Path queue;
  private final Storm storm;
  private final List<String> violations = new ArrayList<>();
  private final TreeMap<String, JobOnDisk> jobs;
  private int attempts;
  private int fenced;
  private int refused;
  private int overlaps;

  EndCheck(Path queue, Storm storm) throws IOException {
    this.queue = queue;
    this.storm = storm;
    this.jobs = JobOnDisk.readAll(queue);
  }

  List<String> violations() throws IOException {
    violations.addAll(storm.surprises());
    checkHierarchies();
    for (JobOnDisk job : jobs.values()) {
      attempts += job.attempts().size();
      checkJob(job);
    }
    checkSubmitted();
    checkLogs();
    for (String directory : List.of("ready", "run", "intents", "quarantine", "workers")) {
      List<Path> left =
          JobOnDisk.find(queue.resolve(directory), path -> !path.endsWith(directory)).stream()
              .filter(path -> !directory.equals("ready") || Files.isRegularFile(path))
              .toList();
      if (!left.isEmpty()) {
        violations.add("left in " + directory + ": " + left);
      }
    }
    return violations;
  }

  int jobs() {
    return jobs.size();
  }

  String figures() {
    return jobs.size()
        + " jobs, "
        + attempts
        + " attempts, "
        + fenced
        + " workers fenced, "
        + refused
        + " commits refused, "
        + overlaps
        + " attempts beside one of a stopped worker";
  }

  private void checkHierarchies() {
    Map<String, Integer> present = new HashMap<>();
    jobs.keySet().forEach(id -> present.merge(root(id), 1, Integer::sum));
    present.forEach(
        (root, count) -> {
          JobOnDisk job = jobs.get(root);
          if (job == null || job.definition().get("total").intValue() != count) {
            violations.add("hierarchy " + root + " is not whole: " + count + " jobs");
          }
        });
  }

  private void checkSubmitted() throws IOException {
    for (Path file : storm.submitted()) {
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        String[] parts = line.split(" ", -1);
        JobOnDisk job = jobs.get(parts[0]);
        if (job == null || job.definition().get("total").intValue() != Integer.parseInt(parts[1])) {
          violations.add("submitted, but lost: " + line);
        }
      }
    }
  }

  private void checkJob(JobOnDisk job) throws IOException {
    if (job.registers().size() != 1 || !job.state().equals("done")) {
      violations.add(
          "job "
              + job.id()
              + " is not done: "
              + job.registers().stream().map(parts -> String.join(".", parts)).toList()
              + (job.latched() ? ", latched" : "")
              + " "
              + job.attempts());
      return;
    }
    if (job.latched()) {
      violations.add("job " + job.id() + " is done, and has a latch");
    }
    String committed = job.committedAttempt();
    if (!job.content(committed, "result.json").isEmpty()) {
      violations.add("job " + job.id() + " is done, but " + committed + " did not count or failed");
    }
    if (!job.content(committed, "out").equals("one\ntwo\n")) {
      violations.add("job " + job.id() + " is done, but its files are not complete");
    }
    checkOrder(job);
    checkOverlap(job);
  }

  /** No attempt begins before all sub-jobs are done; one machine, hence one clock. */
  private void checkOrder(JobOnDisk job) throws IOException {
    for (String attempt : job.attempts()) {
      String begin = job.content(attempt, "begin").strip();
      for (var local : job.definition().get("subJobs")) {
        JobOnDisk subJob = jobs.get(root(job.id()) + "/" + local.textValue());
        if (!begin.isEmpty()
            && (subJob == null || subJob.settledMillis() > Long.parseLong(begin))) {
          violations.add("job " + job.id() + " began before its sub-job " + local + " was done");
        }
      }
    }
  }

  /** Only a worker that was stopped, and does not know yet, may run what another one runs. */
  private void checkOverlap(JobOnDisk job) throws IOException {
    for (String attempt : job.attempts()) {
      for (String other : job.content(attempt, "overlap").lines().toList()) {
        overlaps++;
        if (!storm.wasStopped(other.split("/", 2)[0])) {
          violations.add("job " + job.id() + " began in " + attempt + " while there was " + other);
        }
      }
    }
  }

  /** What workers reported on the way. */
  private void checkLogs() {
    Set<String> done = new HashSet<>();
    for (JavaProcess worker : storm.workers()) {
      for (String line : worker.output().lines().toList()) {
        Matcher matcher = RESULT.matcher(line);
        if (matcher.find()) {
          String result = matcher.group(2);
          if (result.equals("done") && !done.add(matcher.group(1))) {
            violations.add("job " + matcher.group(1) + " was committed twice");
          }
          refused += result.equals("lost") ? 1 : 0;
          if (result.equals("failed") || result.equals("retried") || result.equals("trouble")) {
            violations.add(line);
          }
        }
        fenced += line.contains(" counts as dead; ") ? 1 : 0;
        if (line.contains(" ERROR ") || line.contains("Exception")) {
          violations.add(worker.log().getFileName() + ": " + line);
        }
      }
    }
  }

  private static String root(String id) {
    return id.contains("/") ? id.substring(0, id.indexOf('/')) : id;
  }
}
