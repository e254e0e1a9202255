package org.jobqueue.core.archive;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jobqueue.api.ArchivedJob;
import org.jobqueue.api.Garbage;
import org.jobqueue.api.Garbage.Kind;
import org.jobqueue.api.GarbageOptions;
import org.jobqueue.api.GarbageResult;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.ArchiveManifest;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.protocol.HierarchyReader;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;
import org.jobqueue.core.protocol.Removal;

/**
 * Clears away what is past its age, one after the other, so that a queue may be of any size. Only
 * here do times in names and of files matter, and only against ages that are days: it makes no
 * difference to the queue when something that is finished goes.
 */
public final class Collector {
  private static final Pattern DAY = Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})");

  private final QueueDirectory queue;
  private final GarbageOptions options;
  private final Consumer<Garbage> listener;
  private final Registers registers;
  private final Instant now;
  private final Deque<JobId> newest = new ArrayDeque<>();
  private long jobs;
  private long collected;
  private long bytes;
  private long problems;

  /** A collection that has not begun. */
  public Collector(QueueDirectory queue, GarbageOptions options, Consumer<Garbage> listener) {
    this.queue = queue;
    this.options = options;
    this.listener = listener;
    this.registers = new Registers(queue);
    this.now = queue.now();
  }

  /**
   * Collects.
   *
   * @throws IOException if the directories of the queue cannot be read; what cannot go by itself
   *     stops nothing
   */
  public GarbageResult run() throws IOException {
    if (!options.retention().ages().isEmpty()) {
      long[] buckets =
          queue.listOrEmpty(queue.layout().jobs()).stream()
              .flatMapToLong(name -> QueueLayout.bucketNumber(name).stream())
              .sorted()
              .toArray();
      for (long bucket : buckets) {
        bucket(bucket * QueueLayout.JOBS_PER_BUCKET);
      }
    }
    if (options.retention().rest().isPresent()) {
      Duration age = options.retention().rest().get();
      Path location = queue.layout().location();
      byModification(queue.layout().quarantine().resolve("foreign"), age);
      byModification(location.resolve("trash"), age);
      byDay(location.resolve("history"), age, "");
      byDay(Archiver.directory(queue.layout()), age, ".new");
    }
    return new GarbageResult(jobs, collected, bytes, problems);
  }

  private void bucket(long first) throws IOException {
    long[] numbers =
        queue.listOrEmpty(queue.layout().jobBucket(first)).stream()
            .flatMapToLong(name -> QueueLayout.jobNumber(name).stream())
            .sorted()
            .toArray();
    for (JobId root : LongStream.of(numbers).mapToObj(JobId::ofRoot).toList()) {
      if (!isFinished(root)) {
        continue;
      }
      jobs++;
      newest.add(root); // those that turn out to be among the newest are not looked at again
      if (newest.size() > options.retention().keep()) {
        job(newest.remove());
      }
    }
  }

  private boolean isFinished(JobId root) throws IOException {
    try {
      return registers
          .look(root)
          .register()
          .filter(register -> ArchiveManifest.isEnd(register.state()))
          .isPresent();
    } catch (NotDirectoryException e) {
      return false; // a stray file with the name of a job
    }
  }

  private void job(JobId root) throws IOException {
    Optional<RegisterName> register = registers.look(root).register();
    if (register.isEmpty()) {
      return;
    }
    JobState state = register.get().state();
    Duration age = options.retention().ages().get(state);
    if (age == null || register.get().time().isAfter(now.minus(age))) {
      return;
    }
    if (state == JobState.FAILED && options.failedLogsOnly()) {
      logs(root);
      return;
    }
    Kind kind = options.retention().archive() ? Kind.ARCHIVED : Kind.DELETED;
    Path directory = queue.layout().job(root);
    try {
      requireEnded(root);
      long size = size(directory);
      Optional<Path> archive = Optional.empty();
      if (!options.dryRun() && kind == Kind.ARCHIVED) {
        ArchivedJob archived = new Archiver(queue).archive(root, options.archives());
        archive = Optional.of(archived.file());
      } else if (!options.dryRun()
          && new Removal(queue).deleteArchived(root, register.get()).isEmpty()) {
        return; // changed meanwhile
      }
      tell(new Garbage(kind, directory, Optional.of(root), size, archive, Optional.empty()));
    } catch (IOException | JobQueueException e) {
      problem(kind, directory, Optional.of(root), e);
    }
  }

  /** A root that has failed by word from outside may have sub-jobs that go on. */
  private void requireEnded(JobId root) throws IOException {
    HierarchyReader all = HierarchyReader.withChunks(queue, root);
    for (Optional<HierarchyReader.Step> job = all.next(); job.isPresent(); job = all.next()) {
      Optional<RegisterName> register = registers.look(job.get().id()).register();
      if (register.isEmpty() || !ArchiveManifest.isEnd(register.get().state())) {
        throw new IOException("its sub-job " + job.get().id() + " has not come to its end");
      }
    }
  }

  private void logs(JobId root) {
    Path directory = queue.layout().job(root);
    try {
      List<Path> logs = new ArrayList<>();
      HierarchyReader all = HierarchyReader.withChunks(queue, root);
      for (Optional<HierarchyReader.Step> job = all.next(); job.isPresent(); job = all.next()) {
        Path place = queue.layout().job(job.get().id());
        for (String name : queue.listOrEmpty(place)) {
          if (name.startsWith("attempt-")) {
            for (String log : List.of("stdout", "stderr")) {
              if (queue.listOrEmpty(place.resolve(name)).contains(log)) {
                logs.add(place.resolve(name).resolve(log));
              }
            }
          }
        }
      }
      if (logs.isEmpty()) {
        return;
      }
      long size = 0;
      for (Path log : logs) {
        size += queue.files().size(log);
        if (!options.dryRun()) {
          queue.deleteFileIfExists(log);
        }
      }
      tell(
          new Garbage(
              Kind.LOGS, directory, Optional.of(root), size, Optional.empty(), Optional.empty()));
    } catch (IOException e) {
      problem(Kind.LOGS, directory, Optional.of(root), e);
    }
  }

  /** What was set aside carries no day in its name. */
  private void byModification(Path directory, Duration age) throws IOException {
    for (String name : new TreeSet<>(queue.listOrEmpty(directory))) {
      Path path = directory.resolve(name);
      try {
        Optional<Instant> modified = queue.files().lastModified(path);
        if (modified.isPresent() && !modified.get().isAfter(now.minus(age))) {
          remove(path);
        }
      } catch (NoSuchFileException e) {
        // gone meanwhile
      }
    }
  }

  private void byDay(Path directory, Duration age, String suffix) throws IOException {
    LocalDate last = LocalDate.ofInstant(now.minus(age), ZoneOffset.UTC);
    for (String name : new TreeSet<>(queue.listOrEmpty(directory))) {
      Optional<LocalDate> day = day(name);
      if (name.endsWith(suffix) && day.isPresent() && day.get().isBefore(last)) {
        remove(directory.resolve(name));
      }
    }
  }

  static Optional<LocalDate> day(String name) {
    Matcher matcher = DAY.matcher(name);
    try {
      return matcher.find()
          ? Optional.of(
              LocalDate.of(
                  Integer.parseInt(matcher.group(1)),
                  Integer.parseInt(matcher.group(2)),
                  Integer.parseInt(matcher.group(3))))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private void remove(Path path) {
    try {
      long size = size(path);
      if (!options.dryRun()) {
        delete(path);
      }
      tell(
          new Garbage(
              Kind.REMOVED, path, Optional.empty(), size, Optional.empty(), Optional.empty()));
    } catch (IOException e) {
      problem(Kind.REMOVED, path, Optional.empty(), e);
    }
  }

  private void delete(Path path) throws IOException {
    switch (queue.files().kind(path)) {
      case MISSING -> {}
      case DIRECTORY -> {
        for (String name : queue.listOrEmpty(path)) {
          delete(path.resolve(name));
        }
        try {
          queue.files().deleteDirectory(path);
        } catch (NoSuchFileException e) {
          // another collects it as well
        }
      }
      case FILE, LINK, OTHER -> queue.deleteFileIfExists(path);
    }
  }

  private long size(Path path) throws IOException {
    return switch (queue.files().kind(path)) {
      case FILE -> queue.files().size(path);
      case DIRECTORY -> {
        long sum = 0;
        for (String name : queue.listOrEmpty(path)) {
          sum += size(path.resolve(name));
        }
        yield sum;
      }
      case LINK, OTHER, MISSING -> 0;
    };
  }

  private void tell(Garbage garbage) {
    collected++;
    bytes += garbage.bytes();
    listener.accept(garbage);
  }

  private void problem(Kind kind, Path path, Optional<JobId> job, Exception e) {
    problems++;
    String text = e.getMessage() == null ? e.toString() : e.getMessage();
    listener.accept(new Garbage(kind, path, job, 0, Optional.empty(), Optional.of(text)));
  }
}
