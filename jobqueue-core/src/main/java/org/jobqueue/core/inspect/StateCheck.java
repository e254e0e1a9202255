package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jobqueue.api.Damage;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.event.EventType;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.protocol.Occurrence;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;

/** The register of a job, and what else lies in its state directory. */
final class StateCheck {
  private static final Pattern VERSION = Pattern.compile("(?:s\\.|error-)(\\d{1,12})[.-].*");
  private static final Pattern ATTEMPT = Pattern.compile("attempt-(\\d{1,9})-.*");
  private static final long FAR_AWAY = 1_000_000_000L;
  private static final String BY = "fsck";

  private final QueueDirectory queue;
  private final Registers registers;
  private final Foreigners foreigners;

  StateCheck(QueueDirectory queue, Foreigners foreigners) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.foreigners = foreigners;
  }

  void look(JobView job, Consumer<Suspicion> out) {
    if (job.registers().size() > 1) {
      out.accept(twoStates(job));
    }
    List<String> unreadable = job.unreadableRegisters();
    for (String name : unreadable) {
      out.accept(unreadableState(job, name));
    }
    if (job.id().isChunk()) {
      return; // without a state it has just not begun
    }
    if (job.registers().isEmpty() && unreadable.isEmpty()) {
      out.accept(noState(job));
    }
  }

  private Suspicion twoStates(JobView job) {
    RegisterName winner = job.registers().get(0);
    String all =
        job.registers().stream().map(RegisterName::toString).collect(Collectors.joining(", "));
    return new Suspicion(
        Damage.TWO_STATES,
        job.directory(queue),
        Optional.of(job.id()),
        all,
        "has the state names " + all + "; the first one counts",
        () -> {
          removeLosers(job.id(), winner);
          return true;
        });
  }

  private Suspicion unreadableState(JobView job, String name) {
    Path file = job.directory(queue).resolve(name);
    String message = "the state name " + name + " cannot be understood";
    return new Suspicion(
        Damage.UNREADABLE_STATE,
        file,
        Optional.of(job.id()),
        job.registerText(),
        job.registers().isEmpty() ? message + ", and there is no other: the job fails" : message,
        () -> {
          boolean failed = job.registers().isEmpty() && isFailed(job, message);
          return foreigners.isMovedAway(file) || failed;
        });
  }

  private Suspicion noState(JobView job) {
    String message = "the job has lost its state file";
    return new Suspicion(
        Damage.NO_STATE,
        job.directory(queue),
        Optional.of(job.id()),
        "",
        message + ": it fails, and may be tried again by hand",
        () -> isFailed(job, message));
  }

  /**
   * Makes a register from nothing. The name follows from what lies in the directory, so that all
   * who mend it at the same time make the same one.
   */
  private boolean isFailed(JobView job, String message) throws IOException {
    if (registers.look(job.id()).register().isPresent()) {
      return false;
    }
    long newest = highest(VERSION, job.names());
    RegisterName failed =
        new RegisterName(
            (newest / FAR_AWAY + 1) * FAR_AWAY,
            JobState.FAILED,
            (int) highest(ATTEMPT, job.names()),
            0,
            0,
            BY,
            0);
    AttemptResult error = AttemptResult.ofError(JobError.of(message), queue.now());
    queue.writeError(queue.layout().error(job.id(), failed), error.toBytes());
    queue.createWithDirectories(job.directory(queue).resolve(failed.toString()));
    if (wasThereAllTheTime(job.id(), failed)) {
      queue.deleteFileIfExists(job.directory(queue).resolve(failed.toString()));
      return false;
    }
    queue.syncTransition(job.directory(queue));
    queue.events().happened(Occurrence.of(EventType.FAILED, job.id(), false).message(message));
    return true;
  }

  /** True if the state was only invisible; what another mender made beside {@code mine} goes. */
  private boolean wasThereAllTheTime(JobId id, RegisterName mine) throws IOException {
    List<RegisterName> others =
        registers(id).stream().filter(register -> !register.equals(mine)).toList();
    if (others.stream().anyMatch(register -> !register.by().equals(BY))) {
      return true;
    }
    removeLosers(id, mine);
    return false;
  }

  private List<RegisterName> registers(JobId id) throws IOException {
    return queue.files().list(queue.layout().job(id)).stream()
        .flatMap(name -> RegisterName.parse(name).stream())
        .toList();
  }

  /** Removes all state names of a job that count less than the greatest one. */
  private void removeLosers(JobId id, RegisterName known) throws IOException {
    Path directory = queue.layout().job(id);
    List<RegisterName> present = registers(id);
    RegisterName winner =
        Stream.concat(present.stream(), Stream.of(known))
            .max(RegisterName.PRECEDENCE)
            .orElseThrow();
    for (RegisterName loser : present) {
      if (!loser.equals(winner)) {
        queue.deleteFileIfExists(directory.resolve(loser.toString()));
      }
    }
  }

  private static long highest(Pattern form, List<String> names) {
    long highest = 0;
    for (String name : names) {
      Matcher matcher = form.matcher(name);
      if (matcher.matches()) {
        highest = Math.max(highest, Long.parseLong(matcher.group(1)));
      }
    }
    return highest;
  }
}
