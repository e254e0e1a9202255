package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.fs.FileTooLargeException;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;

/**
 * What one look at a job shows: the names in its directory, then its definition.
 *
 * @param id the job
 * @param names the names in its directory
 * @param registers those of them that are registers, the one that counts first
 * @param definition what it is, if that can be read
 * @param damage why the definition cannot be read
 */
record JobView(
    JobId id,
    List<String> names,
    List<RegisterName> registers,
    Optional<JobDefinition> definition,
    Optional<IOException> damage) {

  /** Looks at a job; empty if there is no such directory. */
  static Optional<JobView> of(QueueDirectory queue, JobId id) throws IOException {
    List<String> names;
    try {
      names = queue.files().list(queue.layout().job(id));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    }
    Optional<JobDefinition> definition = Optional.empty();
    Optional<IOException> damage = Optional.empty();
    try {
      definition = Optional.of(queue.definition(id));
    } catch (JobDefinition.DamagedException | FileTooLargeException | NoSuchFileException e) {
      damage = Optional.of(e);
    }
    return Optional.of(new JobView(id, names, registers(queue, id, names), definition, damage));
  }

  private static List<RegisterName> registers(QueueDirectory queue, JobId id, List<String> names)
      throws IOException {
    List<RegisterName> found =
        names.stream()
            .distinct()
            .flatMap(name -> RegisterName.parse(name).stream())
            .sorted(RegisterName.PRECEDENCE.reversed())
            .toList();
    // One that is being renamed may be missing from a listing: this looks more often.
    return found.isEmpty() ? new Registers(queue).look(id).register().stream().toList() : found;
  }

  /** The register that counts. */
  Optional<RegisterName> register() {
    return registers.stream().findFirst();
  }

  /** True if the register that counts names one of these states. */
  boolean isIn(JobState... states) {
    return register().filter(r -> List.of(states).contains(r.state())).isPresent();
  }

  /** True if it waits, or will when it is released or retried. */
  boolean mayWait() {
    return isIn(JobState.WAITING, JobState.HELD, JobState.FAILED, JobState.CANCELLED);
  }

  /** Whether sub-jobs hold the job. */
  boolean latched() {
    return names.contains(QueueLayout.LATCH);
  }

  /** Names that look like registers and are none. */
  List<String> unreadableRegisters() {
    return names.stream()
        .filter(name -> name.startsWith("s.") && RegisterName.parse(name).isEmpty())
        .sorted()
        .toList();
  }

  /** Why the definition cannot be read, for people. */
  String damageText() {
    IOException e = damage.orElseThrow();
    if (e instanceof FileTooLargeException large) {
      return "the definition job.json " + large.getReason();
    }
    return e instanceof NoSuchFileException
        ? "the definition job.json is missing"
        : String.valueOf(e.getMessage());
  }

  /** The register's name, as evidence. */
  String registerText() {
    return register().map(RegisterName::toString).orElse("");
  }

  /** The job's directory. */
  Path directory(QueueDirectory queue) {
    return queue.layout().job(id);
  }
}
