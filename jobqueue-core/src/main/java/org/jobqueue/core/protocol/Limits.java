package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jobqueue.api.JobId;
import org.jobqueue.api.LimitHolder;
import org.jobqueue.api.LimitScope;
import org.jobqueue.api.LimitStatus;
import org.jobqueue.core.format.LimitDefinition;
import org.jobqueue.core.format.LimitLayout;
import org.jobqueue.core.format.LimitToken;
import org.jobqueue.core.fs.FileTooLargeException;
import org.jobqueue.core.fs.QueueFiles.Kind;
import org.jobqueue.core.protocol.LimitAcquisition.Full;
import org.jobqueue.core.protocol.LimitAcquisition.Held;
import org.jobqueue.core.protocol.LimitAcquisition.Impossible;
import org.jobqueue.core.protocol.LimitAcquisition.Undefined;

/**
 * Named counts for the whole queue, such as licences: of each no more tokens are held at the same
 * time than it has, whatever dies or stands still, and those of a worker that has died are free
 * again as soon as it has been cleaned up after. {@link LimitTokens} says how that is decided.
 *
 * <p>A worker keeps one object of this class, which remembers what it could not give back. A worker
 * that was declared dead and does not know it yet may still use what it had for the time until its
 * next beat, as it may still run its jobs.
 */
public final class Limits {
  private final QueueDirectory queue;
  private final LimitLayout layout;
  private final LimitTokens tokens;

  /** The limits of a queue. */
  public Limits(QueueDirectory queue) {
    this.queue = queue;
    this.layout = new LimitLayout(queue.layout());
    this.tokens = new LimitTokens(queue);
  }

  /**
   * Defines a limit or changes its count. Tokens that are held stay held when it is lowered.
   *
   * @return false if it has, or had while tokens were taken that are held still, the other scope:
   *     nothing is changed then
   * @throws IllegalArgumentException if the name or the count is not allowed
   */
  public boolean define(String name, int count, LimitScope scope) throws IOException {
    LimitDefinition definition = new LimitDefinition(count, scope);
    LimitDefinition.requireName(name);
    if (hasOtherScope(name, scope)) {
      return false;
    }
    Path unfinished = layout.unfinishedDefinition(name, queue.environment().newToken());
    queue.createDirectories(layout.limit(name));
    queue.files().createFile(unfinished, definition.toBytes());
    queue.syncPayload(List.of(unfinished));
    try {
      queue.files().rename(unfinished, layout.definition(name));
    } catch (NoSuchFileException e) {
      if (queue.listOrEmpty(layout.limit(name)).contains(fileName(unfinished))) {
        throw e;
      } // else it was renamed and the reply was lost
    }
    queue.syncPayloadIfThere(
        List.of(layout.limit(name), layout.limits(), queue.layout().location()));
    return true;
  }

  private boolean hasOtherScope(String name, LimitScope scope) throws IOException {
    Optional<LimitDefinition> present = Optional.empty();
    try {
      present = definition(name);
    } catch (DamagedLimitException e) {
      // to be replaced
    }
    if (present.isPresent() && present.get().scope() != scope) {
      return true;
    }
    for (String held : queue.listOrEmpty(layout.limit(name))) {
      if (LimitLayout.isHeld(held)
          && !LimitLayout.isHeld(held, scope)
          && !tokens.tokens(layout.limit(name).resolve(held)).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Removes a limit. Whoever holds tokens goes on; who asks for some is told that it is undefined.
   *
   * @return false if there was none
   */
  public boolean remove(String name) throws IOException {
    LimitDefinition.requireName(name);
    if (!names().contains(name)) {
      return false;
    }
    List<String> parts = queue.listOrEmpty(layout.limit(name));
    queue.deleteFileIfExists(layout.definition(name));
    queue.syncPayloadIfThere(List.of(layout.limit(name)));
    try {
      for (String part : parts) {
        if (LimitLayout.isHeld(part)) {
          queue.files().deleteDirectory(layout.limit(name).resolve(part));
        }
      }
      queue.files().deleteDirectory(layout.limit(name));
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // some are held; fsck removes what is left, and a limit that is defined again uses it
    }
    return parts.contains(LimitLayout.DEFINITION);
  }

  /** All limits by name, with those who hold tokens. */
  public List<LimitStatus> list() throws IOException {
    List<LimitStatus> all = new ArrayList<>();
    for (String name : new TreeSet<>(names())) {
      status(name).ifPresent(all::add);
    }
    return all;
  }

  private List<String> names() throws IOException {
    return queue.listOrEmpty(layout.limits()).stream().filter(LimitDefinition::isName).toList();
  }

  private Optional<LimitStatus> status(String name) throws IOException {
    List<LimitHolder> holders = new ArrayList<>();
    for (String held : queue.listOrEmpty(layout.limit(name))) {
      if (LimitLayout.isHeld(held)) {
        holders.addAll(holders(tokens.tokens(layout.limit(name).resolve(held))));
      }
    }
    try {
      return definition(name)
          .map(
              definition ->
                  new LimitStatus(
                      name, definition.count(), definition.scope(), holders, Optional.empty()));
    } catch (DamagedLimitException e) {
      Optional<String> problem = Optional.of(String.valueOf(e.getMessage()));
      return Optional.of(new LimitStatus(name, 0, LimitScope.FARM, holders, problem));
    }
  }

  /** Why the definition of a limit cannot be read; empty if it can, or if there is none. */
  public Optional<String> problem(String name) throws IOException {
    try {
      definition(name);
      return Optional.empty();
    } catch (DamagedLimitException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static List<LimitHolder> holders(Collection<LimitToken> tokens) {
    return tokens.stream()
        .map(t -> new LimitHolder(t.worker(), LimitToken.host(t.worker()), t.job(), t.amount()))
        .sorted(Comparator.comparing(LimitHolder::worker).thenComparing(LimitHolder::job))
        .toList();
  }

  /** The definition of a limit cannot be understood. */
  private static final class DamagedLimitException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedLimitException(IOException cause) {
      super("limit.json cannot be read: " + cause.getMessage(), cause);
    }
  }

  /** A definition; empty if there is none. */
  private Optional<LimitDefinition> definition(String name) throws IOException {
    Path file = layout.definition(name);
    try {
      return Optional.of(read(file));
    } catch (NoSuchFileException e) {
      // A client that has once asked for it in vain may believe that for a while; listings tell.
      boolean listed =
          queue.listOrEmpty(layout.limits()).contains(name)
              && queue.listOrEmpty(layout.limit(name)).contains(LimitLayout.DEFINITION);
      return listed ? Optional.of(read(file)) : Optional.empty();
    }
  }

  private LimitDefinition read(Path file) throws IOException {
    byte[] content;
    try {
      content = queue.files().read(file, LimitDefinition.SIZE_LIMIT);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileTooLargeException e) {
      throw new DamagedLimitException(e);
    } catch (IOException e) {
      if (queue.files().kind(file) == Kind.DIRECTORY) {
        throw new DamagedLimitException(new IOException("it is a directory", e));
      }
      throw e;
    }
    try {
      return LimitDefinition.parse(content);
    } catch (IOException e) {
      throw new DamagedLimitException(e);
    }
  }

  private static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }

  /**
   * Takes tokens of several limits for a job, all of them or none. Never waits.
   *
   * @param worker the name of a worker that is registered, and will be while the tokens are held
   * @param wanted how many of each limit, 1 or more
   * @throws IOException if the file system failed; nothing is held then, but some tokens may count
   *     as held until this object is used again or the worker is gone
   */
  public LimitAcquisition tryAcquire(String worker, JobId job, Map<String, Integer> wanted)
      throws IOException {
    List<Path> taken = new ArrayList<>();
    boolean complete = false;
    try {
      for (Map.Entry<String, Integer> each : new TreeMap<>(wanted).entrySet()) {
        Optional<LimitAcquisition> refusal =
            refusal(worker, job, each.getKey(), each.getValue(), taken);
        if (refusal.isPresent()) {
          return refusal.get();
        }
      }
      complete = true;
      return new Held(tokens, taken);
    } finally {
      if (!complete) {
        taken.forEach(tokens::giveBack);
      }
    }
  }

  /** Takes tokens of one limit and adds their file to {@code taken}, or says why not. */
  private Optional<LimitAcquisition> refusal(
      String worker, JobId job, String limit, int amount, List<Path> taken) throws IOException {
    if (amount < 1) {
      throw new IllegalArgumentException(
          "job " + job + " wants " + amount + " of " + limit + "; it must be 1 or more");
    }
    LimitDefinition definition;
    try {
      Optional<LimitDefinition> found =
          LimitDefinition.isName(limit) ? definition(limit) : Optional.empty();
      if (found.isEmpty()) {
        return Optional.of(new Undefined(limit, "the limit " + limit + " is not defined"));
      }
      definition = found.get();
    } catch (DamagedLimitException e) {
      return Optional.of(new Undefined(limit, "the limit " + limit + ": " + e.getMessage()));
    }
    if (amount > definition.count()) {
      return Optional.of(new Impossible(limit, definition.count(), amount));
    }
    LimitTokens.Taking taking =
        tokens.take(
            layout.held(limit, definition.scope(), worker),
            definition.count(),
            amount,
            worker,
            job);
    taking.file().ifPresent(taken::add);
    return taking.file().isPresent()
        ? Optional.empty()
        : Optional.of(new Full(limit, definition.count(), amount, holders(taking.others())));
  }

  /** Gives back what the file system refused to give back before; false if some is left. */
  public boolean giveBackLost() {
    return tokens.giveBackLost();
  }

  /** Whether a worker has signed off or has died: what it held is free. */
  public boolean isGone(String worker) {
    return tokens.isGone(worker);
  }
}
