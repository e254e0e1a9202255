package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jobqueue.api.Damage;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.HeartbeatName;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.IntentRecovery;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Reaper;

/**
 * Workers, and operations of several steps: whose owner is dead? Foreign files in run directories
 * are moved away first, since cleaning up after a worker removes all that is there.
 */
final class OwnersCheck {
  private static final String NO_HEARTBEAT = "none";

  private final QueueDirectory queue;
  private final Findings findings;
  private final Suspects suspects;
  private final Foreigners foreigners;
  private final Permissions permissions;
  private final Reaper reaper;
  private final IntentRecovery intents;
  private final String self;

  OwnersCheck(QueueDirectory queue, Findings findings, Suspects suspects, Foreigners foreigners)
      throws IOException {
    this.queue = queue;
    this.findings = findings;
    this.suspects = suspects;
    this.foreigners = foreigners;
    this.permissions = new Permissions(queue);
    this.reaper = new Reaper(queue);
    this.intents = new IntentRecovery(queue);
    this.self = queue.environment().newToken();
  }

  /** Everything in {@code run/}. */
  Iterator<Portion> run() throws IOException {
    return names(queue.layout().run()).<Portion>map(name -> () -> runDirectory(name)).iterator();
  }

  /** All workers. */
  Iterator<Portion> workers() throws IOException {
    names(queue.layout().workers())
        .filter(name -> !Environment.isToken(name))
        .forEach(name -> foreigners.check(queue.layout().workers().resolve(name), findings));
    return reaper.workers().stream()
        .<Portion>map(
            name ->
                () -> {
                  worker(name);
                  return Collections.emptyIterator();
                })
        .iterator();
  }

  /** All operations that were announced. */
  Iterator<Portion> intents() throws IOException {
    return names(queue.layout().intents())
        .<Portion>map(
            name ->
                () -> {
                  intent(name);
                  return Collections.emptyIterator();
                })
        .iterator();
  }

  private Stream<String> names(Path directory) throws IOException {
    return queue.listOrEmpty(directory).stream().distinct().sorted();
  }

  private Iterator<Portion> runDirectory(String name) throws IOException {
    Path directory = queue.layout().runDirectory(name);
    if (!Environment.isToken(name)) {
      foreigners.check(directory, findings);
      return Collections.emptyIterator();
    }
    findings.confirm(
        directory,
        Optional.empty(),
        out -> permissions.ofDirectory(directory, Optional.empty(), out));
    names(directory)
        .filter(file -> RunTicket.parse(file).isEmpty())
        .forEach(file -> foreigners.check(directory.resolve(file), findings));
    return Collections.emptyIterator();
  }

  private void worker(String name) {
    findings.confirm(queue.layout().worker(name), Optional.empty(), out -> lookAtWorker(name, out));
  }

  private void lookAtWorker(String name, Consumer<Suspicion> out) throws IOException {
    boolean registered = queue.listOrEmpty(queue.layout().workers()).contains(name);
    boolean canTake = queue.listOrEmpty(queue.layout().run()).contains(name);
    if (!registered && !canTake) {
      return;
    }
    Optional<HeartbeatName> beat = reaper.heartbeat(name);
    Optional<String> death = death(name, beat);
    if (death.isPresent()) {
      Path place = registered ? queue.layout().worker(name) : queue.layout().runDirectory(name);
      String shown = beat.map(HeartbeatName::toString).orElse(NO_HEARTBEAT);
      Repair repair = () -> isBuried(name, beat);
      String message = "worker " + name + " is dead: " + death.get();
      out.accept(
          new Suspicion(Damage.DEAD_WORKER, place, Optional.empty(), shown, message, repair));
    } else if (registered && !canTake && beat.isPresent() && beat.get().beat() > 0) {
      if (!suspects.isOverdue("run directory of " + name, "", () -> worker(name))) {
        return; // it may be signing off
      }
      String message = "is missing; without it worker " + name + " cannot take tickets";
      out.accept(Structure.lost(queue, queue.layout().runDirectory(name), message));
    } else if (registered) {
      permissions.ofDirectory(queue.layout().worker(name), Optional.empty(), out);
    }
  }

  private Optional<String> death(String name, Optional<HeartbeatName> beat) {
    if (beat.isPresent() && beat.get().dead()) {
      return Optional.of("it was declared dead, and nobody has cleaned up");
    }
    if (beat.isPresent() && reaper.isCertainlyGone(name)) {
      return Optional.of("its process is gone");
    }
    String shown = beat.map(HeartbeatName::toString).orElse(NO_HEARTBEAT);
    if (!suspects.isOverdue("worker " + name, shown, () -> worker(name))) {
      return Optional.empty();
    }
    return Optional.of(
        beat.isPresent()
            ? "no heartbeat for " + queue.options().lease().toSeconds() + " s"
            : "it has no heartbeat file");
  }

  private boolean isBuried(String name, Optional<HeartbeatName> beat) throws IOException {
    if (reaper.bury(name, beat, self)) {
      return true;
    }
    Optional<HeartbeatName> now = reaper.heartbeat(name);
    if (now.isPresent() && !now.get().dead()) {
      return false; // it has come back in time
    }
    throw new IOException("some of its tickets cannot be recovered now; the next check goes on");
  }

  private void intent(String name) {
    Path file = queue.layout().intents().resolve(name);
    Optional<IntentName> intent = IntentName.parse(name);
    if (intent.isEmpty()) {
      foreigners.check(file, findings);
      return;
    }
    Optional<JobId> job = Optional.of(JobId.ofRoot(intent.get().number()));
    findings.confirm(file, job, out -> lookAtIntent(file, intent.get(), out));
  }

  private void lookAtIntent(Path file, IntentName intent, Consumer<Suspicion> out)
      throws IOException {
    if (!queue.listOrEmpty(queue.layout().intents()).contains(intent.toString())) {
      return; // withdrawn, or touched: its owner is alive
    }
    boolean gone = intents.isCertainlyGone(intent);
    String key = "intent " + file.resolveSibling(name(intent));
    String value = intent.toString();
    if (!gone && !suspects.isOverdue(key, value, () -> intent(value))) {
      return;
    }
    out.accept(
        new Suspicion(
            damage(intent.operation()),
            file,
            Optional.of(intent.job()),
            value,
            "the operation '"
                + intent.operation().name().toLowerCase(Locale.ROOT)
                + "' of job "
                + intent.job()
                + " stopped half-way: "
                + (gone ? "its process is gone" : "no sign of life for the lease"),
            () -> isCompleted(intent)));
  }

  /** What stays the same from beat to beat. */
  private static String name(IntentName intent) {
    String text = intent.toString();
    return text.substring(0, text.lastIndexOf('.'));
  }

  private static Damage damage(IntentName.Operation operation) {
    return switch (operation) {
      case SUBMIT -> Damage.HALF_BUILT;
      case DELETE, ARCHIVE -> Damage.HALF_DELETED;
      case CANCEL, RETRY, HOLD, RELEASE, SKIP, PRIORITY, ISSUE -> Damage.HALF_CHANGED;
    };
  }

  private boolean isCompleted(IntentName intent) throws IOException {
    if (!intents.recover(intent)) {
      throw new IOException("it cannot be completed now; the next check goes on");
    }
    return true;
  }
}
