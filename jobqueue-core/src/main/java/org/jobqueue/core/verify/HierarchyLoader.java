package org.jobqueue.core.verify;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.fs.FileTooLargeException;
import org.jobqueue.core.fs.QueueFiles.Kind;
import org.jobqueue.core.verify.JobFacts.Attempt;
import org.jobqueue.core.verify.JobFacts.Proof;

/** Reads a hierarchy from the root down: what a job waits for is read after the job. */
final class HierarchyLoader {
  private static final Pattern ATTEMPT =
      Pattern.compile("attempt-(\\d{1,9})-([A-Za-z0-9_-]{1,80})");

  private final QueueReads queue;

  HierarchyLoader(QueueReads queue) {
    this.queue = queue;
  }

  HierarchyFacts load(JobId root) throws IOException {
    Map<String, JobFacts> jobs = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    Deque<String> rest = new ArrayDeque<>();
    seen.add("");
    rest.add("");
    while (!rest.isEmpty()) {
      String local = rest.remove();
      JobFacts job = job(new JobId(root.number(), local));
      jobs.put(local, job);
      job.definition().map(JobDefinition::subJobs).orElse(List.of()).stream()
          .filter(seen::add)
          .forEach(rest::add);
    }
    return new HierarchyFacts(root, jobs);
  }

  /** A chunk of a block. */
  JobFacts chunk(JobDefinition block, JobId id) throws IOException {
    return job(id, Optional.of(block));
  }

  private JobFacts job(JobId id) throws IOException {
    return job(id, Optional.empty());
  }

  private JobFacts job(JobId id, Optional<JobDefinition> block) throws IOException {
    List<Attempt> attempts = new ArrayList<>();
    List<String> names = queue.names(queue.layout().job(id));
    for (String name : names) {
      Matcher matcher = ATTEMPT.matcher(name);
      if (matcher.matches()) {
        attempts.add(new Attempt(Integer.parseInt(matcher.group(1)), matcher.group(2)));
      }
    }
    if (!QueueLayout.isJob(names)) {
      return new JobFacts(
          id,
          false,
          Optional.empty(),
          "is missing",
          List.of(),
          Optional.empty(),
          false,
          attempts,
          Proof.NOT_NEEDED);
    }
    List<RegisterName> registers =
        names.stream().flatMap(name -> RegisterName.parse(name).stream()).toList();
    Proof proof = registers.size() == 1 ? proof(id, registers.get(0), names) : Proof.NOT_NEEDED;
    Definition definition =
        block.isPresent()
            ? new Definition(Optional.of(block.get().ofChunk(id)), "")
            : definition(id);
    return new JobFacts(
        id,
        true,
        definition.content(),
        definition.damage(),
        registers,
        latch(id, names),
        names.contains(QueueLayout.CHUNK_LATCH),
        attempts,
        proof);
  }

  private record Definition(Optional<JobDefinition> content, String damage) {}

  private Definition definition(JobId id) throws IOException {
    try {
      byte[] content = queue.content(queue.layout().definition(id), JobDefinition.SIZE_LIMIT);
      return new Definition(Optional.of(JobDefinition.parse(content, id).withoutDetails()), "");
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new Definition(Optional.empty(), "the definition job.json is missing");
    } catch (FileTooLargeException e) {
      return new Definition(Optional.empty(), "the definition job.json " + e.getReason());
    } catch (JobDefinition.DamagedException e) {
      return new Definition(Optional.empty(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      if (queue.files().kind(queue.layout().definition(id)) == Kind.DIRECTORY) {
        return new Definition(Optional.empty(), "the definition job.json is a directory");
      }
      throw e;
    }
  }

  private Optional<Set<Integer>> latch(JobId id, List<String> names) throws IOException {
    if (!names.contains(QueueLayout.LATCH)) {
      return Optional.empty();
    }
    Set<Integer> tokens = new HashSet<>();
    for (String name : queue.names(queue.layout().latch(id))) {
      if (QueueLayout.isLatchToken(name)) {
        tokens.add(Integer.parseInt(name.substring(name.indexOf('.') + 1)));
      }
    }
    return Optional.of(tokens);
  }

  private Proof proof(JobId id, RegisterName register, List<String> names) throws IOException {
    Path attempt = queue.layout().attempt(id, register.attempt(), register.by());
    if (register.state() == JobState.DONE) {
      return proofOfDone(attempt, register);
    }
    if (register.state() != JobState.FAILED) {
      return Proof.NOT_NEEDED;
    }
    Path error = queue.layout().error(id, register);
    return names.contains(String.valueOf(error.getFileName()))
        ? proofIn(error)
        : register.attempt() > 0
            ? proof(attempt)
            : new Proof(Optional.empty(), "there is no " + error.getFileName());
  }

  private Proof proofOfDone(Path attempt, RegisterName register) throws IOException {
    try {
      List<String> unused = queue.files().list(attempt);
      return new Proof(Optional.of(AttemptResult.ofDone(register)), "");
    } catch (NoSuchFileException | NotDirectoryException e) {
      return noDirectory(attempt);
    }
  }

  private static Proof noDirectory(Path attempt) {
    return new Proof(Optional.empty(), "there is no directory " + attempt.getFileName());
  }

  private Proof proof(Path attempt) throws IOException {
    try {
      List<String> names = queue.files().list(attempt);
      return names.contains(AttemptResult.FILE)
          ? proofIn(attempt.resolve(AttemptResult.FILE))
          : new Proof(Optional.empty(), attempt.getFileName() + " has no result");
    } catch (NoSuchFileException | NotDirectoryException e) {
      return noDirectory(attempt);
    }
  }

  private Proof proofIn(Path file) throws IOException {
    byte[] content;
    try {
      content = queue.content(file, AttemptResult.SIZE_LIMIT);
    } catch (NoSuchFileException | FileTooLargeException e) {
      return new Proof(Optional.empty(), file.getFileName() + " cannot be read");
    }
    try {
      return new Proof(Optional.of(AttemptResult.parse(content)), "");
    } catch (IOException e) {
      return new Proof(Optional.empty(), file.getFileName() + ": " + e.getMessage());
    }
  }
}
