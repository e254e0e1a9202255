package org.jobqueue.core.queue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobFiles;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.AttemptStatus;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;
import org.jobqueue.core.work.Failures;

/** Reads the directories of attempts, for people. */
final class AttemptReader {
  private static final Pattern DIRECTORY =
      Pattern.compile("attempt-(\\d{1,9})-([A-Za-z0-9_-]{1,80})");

  private final QueueDirectory queue;
  private final Registers registers;

  AttemptReader(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
  }

  private record Found(int number, String worker) {}

  /** All attempts that have a directory, oldest first. */
  List<JobAttempt> attempts(JobId id) {
    try {
      Optional<RegisterName> register = registers.look(id).register();
      return found(id).stream().map(found -> attempt(id, found, register)).toList();
    } catch (IOException e) {
      throw Failures.reading(queue.layout().job(id), e);
    }
  }

  /** The files of the last attempt. */
  Optional<JobFiles> files(JobId id) {
    List<Found> all;
    try {
      all = found(id);
    } catch (IOException e) {
      throw Failures.reading(queue.layout().job(id), e);
    }
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Found last = all.get(all.size() - 1);
    Path directory = queue.layout().attempt(id, last.number(), last.worker());
    return Optional.of(
        new JobFiles(
            directory,
            directory.resolve("stdout"),
            directory.resolve("stderr"),
            directory.resolve(AttemptStatus.FILE),
            directory.resolve(AttemptResult.FILE)));
  }

  /** How an attempt ended; empty if it has not, or if that cannot be read. */
  Optional<AttemptResult> result(Path file) {
    try {
      return Optional.of(AttemptResult.parse(queue.files().read(file, AttemptResult.SIZE_LIMIT)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What a running attempt says; nothing if that cannot be read. */
  AttemptStatus status(JobId id, RegisterName running) {
    Path directory = queue.layout().attempt(id, running.attempt(), running.by());
    try {
      byte[] content =
          queue.files().read(directory.resolve(AttemptStatus.FILE), AttemptStatus.SIZE_LIMIT);
      return AttemptStatus.parse(content);
    } catch (IOException e) {
      return AttemptStatus.NOTHING;
    }
  }

  private List<Found> found(JobId id) throws IOException {
    List<Found> all = new ArrayList<>();
    List<String> names;
    try {
      names = queue.files().list(queue.layout().job(id));
    } catch (NoSuchFileException e) {
      return all;
    }
    for (String name : names) {
      Matcher matcher = DIRECTORY.matcher(name);
      if (matcher.matches()) {
        all.add(new Found(Integer.parseInt(matcher.group(1)), matcher.group(2)));
      }
    }
    all.sort(Comparator.comparingInt(Found::number));
    return all;
  }

  private JobAttempt attempt(JobId id, Found found, Optional<RegisterName> register) {
    Path directory = queue.layout().attempt(id, found.number(), found.worker());
    boolean last =
        register.isPresent()
            && register.get().attempt() == found.number()
            && register.get().by().equals(found.worker());
    boolean committed = last && register.get().state() == JobState.DONE;
    Optional<AttemptResult> result =
        committed
            ? register.map(AttemptResult::ofDone)
            : result(directory.resolve(AttemptResult.FILE));
    return new JobAttempt(
        found.number(),
        found.worker(),
        directory,
        result.map(AttemptResult::outcome),
        committed,
        result
            .map(AttemptResult::start)
            .or(() -> last ? register.map(RegisterName::time) : Optional.empty()),
        result.map(AttemptResult::end),
        result.flatMap(AttemptResult::error));
  }
}
