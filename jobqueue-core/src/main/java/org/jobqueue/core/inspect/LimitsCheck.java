package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jobqueue.api.Damage;
import org.jobqueue.core.format.LimitDefinition;
import org.jobqueue.core.format.LimitLayout;
import org.jobqueue.core.format.LimitToken;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.fs.QueueFiles.Kind;
import org.jobqueue.core.protocol.Limits;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * The limits: definitions that cannot be read, tokens that nobody uses, and what does not belong.
 */
final class LimitsCheck {
  private final QueueDirectory queue;
  private final LimitLayout layout;
  private final Findings findings;
  private final Suspects suspects;
  private final Foreigners foreigners;
  private final Limits limits;

  LimitsCheck(QueueDirectory queue, Findings findings, Suspects suspects, Foreigners foreigners) {
    this.queue = queue;
    this.layout = new LimitLayout(queue.layout());
    this.findings = findings;
    this.suspects = suspects;
    this.foreigners = foreigners;
    this.limits = new Limits(queue);
  }

  /** Everything in {@code limits/}. */
  Iterator<Portion> start() throws IOException {
    if (queue.files().kind(layout.limits()) == Kind.FILE) {
      foreigners.check(layout.limits(), findings);
    }
    return names(layout.limits()).<Portion>map(name -> () -> limit(name)).iterator();
  }

  private Stream<String> names(Path directory) throws IOException {
    return queue.listOrEmpty(directory).stream().distinct().sorted();
  }

  private Iterator<Portion> limit(String name) throws IOException {
    Path directory = layout.limit(name);
    if (!LimitDefinition.isName(name) || queue.files().kind(directory) == Kind.FILE) {
      foreigners.check(directory, findings);
      return Collections.emptyIterator();
    }
    for (String part : names(directory).toList()) {
      Path path = directory.resolve(part);
      if (LimitLayout.isHeld(part) && queue.files().kind(path) == Kind.DIRECTORY) {
        tokens(path);
      } else if (LimitLayout.isUnfinishedDefinition(part)) {
        unfinished(path);
      } else if (part.equals(LimitLayout.DEFINITION)) {
        findings.confirm(path, Optional.empty(), out -> lookAtDefinition(name, path, out));
      } else {
        foreigners.check(path, findings);
      }
    }
    return Collections.emptyIterator();
  }

  private void lookAtDefinition(String name, Path file, Consumer<Suspicion> out)
      throws IOException {
    if (!queue.listOrEmpty(layout.limit(name)).contains(LimitLayout.DEFINITION)) {
      return; // removed
    }
    limits
        .problem(name)
        .ifPresent(
            problem ->
                out.accept(
                    new Suspicion(
                        Damage.DAMAGED_LIMIT,
                        file,
                        Optional.empty(),
                        problem,
                        problem
                            + "; nobody gets tokens before 'jobqueue limit set "
                            + name
                            + "' or 'jobqueue limit remove "
                            + name
                            + "'",
                        Repair.IMPOSSIBLE)));
  }

  private void unfinished(Path file) {
    findings.confirm(file, Optional.empty(), out -> lookAtUnfinished(file, out));
  }

  private void lookAtUnfinished(Path file, Consumer<Suspicion> out) throws IOException {
    if (isListed(file) && suspects.isOverdue("limit " + file, "", () -> unfinished(file))) {
      out.accept(
          new Suspicion(
              Damage.LEFTOVER_FILE,
              file,
              Optional.empty(),
              "",
              "was to become limit.json",
              () -> {
                queue.deleteFileIfExists(file);
                return true;
              }));
    }
  }

  private boolean isListed(Path file) throws IOException {
    return queue
        .listOrEmpty(QueueLayout.directoryOf(file))
        .contains(String.valueOf(file.getFileName()));
  }

  private void tokens(Path directory) throws IOException {
    for (String name : names(directory).toList()) {
      Path file = directory.resolve(name);
      Optional<LimitToken> token = LimitToken.parse(name);
      if (token.isEmpty() || queue.files().kind(file) == Kind.DIRECTORY) {
        foreigners.check(file, findings);
      } else {
        token(file, token.get());
      }
    }
  }

  private void token(Path file, LimitToken token) {
    findings.confirm(file, Optional.of(token.job()), out -> lookAtToken(file, token, out));
  }

  private void lookAtToken(Path file, LimitToken token, Consumer<Suspicion> out)
      throws IOException {
    if (!isListed(file)) {
      return; // given back
    }
    String reason;
    if (limits.isGone(token.worker())) {
      reason = "worker " + token.worker() + " is gone";
    } else if (!isInFlight(token)
        && suspects.isOverdue("limit " + file, "", () -> token(file, token))) {
      reason = "worker " + token.worker() + " has not had job " + token.job() + " for the lease";
    } else {
      return;
    }
    out.accept(
        new Suspicion(
            Damage.STALE_LIMIT_TOKEN,
            file,
            Optional.of(token.job()),
            "",
            "holds " + token.amount() + " for nothing: " + reason,
            () -> {
              queue.deleteFileIfExists(file);
              return true;
            }));
  }

  /** Whether the worker has any ticket of the hierarchy in flight. */
  private boolean isInFlight(LimitToken token) throws IOException {
    return queue.listOrEmpty(queue.layout().runDirectory(token.worker())).stream()
        .map(RunTicket::parse)
        .flatMap(Optional::stream)
        .anyMatch(ticket -> ticket.ticket().node().id().number() == token.job().number());
  }
}
