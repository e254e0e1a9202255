package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jobqueue.api.Damage;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.QueueFiles.Kind;
import org.jobqueue.core.protocol.QueueDirectory;

/** Walks over the buckets, the top-level jobs in them, and the jobs below those. */
final class JobsWalk {
  private final QueueDirectory queue;
  private final Findings findings;
  private final Foreigners foreigners;
  private final Permissions permissions;
  private final Relocation relocation;
  private final RootCheck roots;
  private final JobCheck jobs;
  private final Nesting nesting;
  private long jobsSeen;
  private long rootsSeen;

  JobsWalk(QueueDirectory queue, Findings findings, Suspects suspects, Foreigners foreigners)
      throws IOException {
    this.queue = queue;
    this.findings = findings;
    this.foreigners = foreigners;
    this.permissions = new Permissions(queue);
    this.relocation = new Relocation(queue, this::inspectAll);
    this.roots = new RootCheck(queue, findings, suspects, foreigners);
    this.jobs = new JobCheck(queue, findings, suspects, foreigners, relocation);
    this.nesting = new Nesting(queue);
  }

  /** How many jobs were looked at. */
  long jobsSeen() {
    return jobsSeen;
  }

  /** How many top-level jobs were looked at. */
  long rootsSeen() {
    return rootsSeen;
  }

  /** All of it. */
  Iterator<Portion> start() throws IOException {
    List<String> names =
        queue.listOrEmpty(queue.layout().jobs()).stream().distinct().sorted().toList();
    return names.stream().<Portion>map(name -> () -> bucket(name)).iterator();
  }

  private Iterator<Portion> bucket(String name) throws IOException {
    Path path = queue.layout().jobs().resolve(name);
    OptionalLong number = QueueLayout.bucketNumber(name);
    List<String> names;
    try {
      names = number.isPresent() ? queue.files().list(path) : List.of();
    } catch (NotDirectoryException e) {
      number = OptionalLong.empty();
      names = List.of();
    } catch (NoSuchFileException e) {
      return Collections.emptyIterator();
    }
    if (number.isEmpty()) {
      foreigners.check(path, findings);
      return Collections.emptyIterator();
    }
    findings.confirm(
        path, Optional.empty(), out -> permissions.ofDirectory(path, Optional.empty(), out));
    return names.stream()
        .distinct()
        .sorted(Comparator.comparingLong(JobsWalk::rank).thenComparing(n -> n))
        .<Portion>map(entry -> () -> entry(path, entry))
        .iterator();
  }

  private static long rank(String name) {
    return QueueLayout.jobNumber(name).orElse(-1);
  }

  private Iterator<Portion> entry(Path bucket, String name) throws IOException {
    Path path = bucket.resolve(name);
    OptionalLong number = QueueLayout.jobNumber(name);
    if (number.isEmpty() || queue.files().kind(path) == Kind.FILE) {
      if (number.isPresent() || QueueLayout.goneNumber(name).isEmpty()) {
        foreigners.check(path, findings);
      }
      return Collections.emptyIterator();
    }
    JobId root = JobId.ofRoot(number.getAsLong());
    if (!path.equals(queue.layout().job(root))) {
      findings.confirm(path, Optional.of(root), out -> wrongPlace(path, root).look(out));
      return Collections.emptyIterator();
    }
    rootsSeen++;
    return roots.isAlive(root) ? job(root) : Collections.emptyIterator();
  }

  private Look wrongPlace(Path path, JobId root) {
    return out -> {
      String name = String.valueOf(path.getFileName());
      if (!queue.listOrEmpty(QueueLayout.directoryOf(path)).contains(name)) {
        return;
      }
      Repair move =
          () -> {
            if (!relocation.isFree(root)) {
              throw new IOException("its place is taken");
            }
            return relocation.isMoved(path, root);
          };
      String message = "job " + root + " lies in a bucket of other numbers";
      out.accept(new Suspicion(Damage.WRONG_PLACE, path, Optional.of(root), "", message, move));
    };
  }

  private Iterator<Portion> job(JobId id) throws IOException {
    jobsSeen++;
    jobs.check(id);
    List<Portion> below = new ArrayList<>();
    nesting.below(id).forEach(sub -> below.add(() -> job(sub)));
    Path frames = queue.layout().frames(id);
    for (String bucket : id.isChunk() ? List.<String>of() : queue.listOrEmpty(frames)) {
      below.add(() -> chunks(id, frames.resolve(bucket)));
    }
    return below.iterator();
  }

  /** A directory of chunks that workers have come to. */
  private Iterator<Portion> chunks(JobId block, Path bucket) throws IOException {
    return queue.listOrEmpty(bucket).stream()
        .map(QueueLayout::frame)
        .flatMapToInt(OptionalInt::stream)
        .mapToObj(block::chunk)
        .filter(chunk -> bucket.equals(QueueLayout.directoryOf(queue.layout().job(chunk))))
        .<Portion>map(chunk -> () -> job(chunk))
        .iterator();
  }

  /** A job that was moved may lie behind the cursor. */
  private void inspectAll(JobId root) {
    try {
      if (roots.isAlive(root)) {
        inspectBelow(root);
      }
    } catch (IOException e) {
      findings.unreadable(queue.layout().job(root), Optional.of(root), e);
    }
  }

  private void inspectBelow(JobId id) throws IOException {
    jobs.check(id);
    for (JobId sub : nesting.below(id)) {
      inspectBelow(sub);
    }
  }
}
