package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.HeartbeatName;
import org.jobqueue.core.format.LimitToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens in one directory: takes, and takes back from workers that are gone.
 *
 * <p>Whoever wants tokens makes a file of a name that nobody else makes, and lists the directory
 * after that. He has them if all files together stand for no more than the count; otherwise he
 * removes his own. Of all that have tokens at some moment one listed last. He saw the files of all
 * others, since each was made before its maker listed, so all together are no more than the count.
 *
 * <p>Names are never renamed, so that no listing misses one however large the directory is, and
 * never used again, so that whoever removes that of a worker that is gone does harm to nobody.
 */
final class LimitTokens {
  private static final Logger LOG = LoggerFactory.getLogger(LimitTokens.class);
  private static final int LOOKS = 4;

  private final QueueDirectory queue;
  private final Queue<Path> lost = new ConcurrentLinkedQueue<>();

  LimitTokens(QueueDirectory queue) {
    this.queue = queue;
  }

  /**
   * What came of asking for tokens of one limit.
   *
   * @param file the file that stands for them, if there were enough
   * @param others who holds them, if there were not
   */
  record Taking(Optional<Path> file, Set<LimitToken> others) {}

  /** Takes tokens, or finds out who has them. */
  Taking take(Path directory, int count, int amount, String worker, JobId job) throws IOException {
    giveBackLost();
    Set<LimitToken> before = tokens(directory);
    if (sum(before) > count - amount && isAnyReclaimed(directory, before)) {
      before = tokens(directory);
    }
    if (sum(before) > count - amount) {
      return new Taking(Optional.empty(), before);
    }
    LimitToken mine = new LimitToken(amount, worker, job, nonce());
    Path file = directory.resolve(mine.toString());
    try {
      queue.createWithDirectories(file); // an existing one is mine: nobody else makes that name
      Set<LimitToken> others = before;
      for (int look = 0; look < LOOKS; look++) {
        Set<LimitToken> all = tokens(directory);
        if (all.contains(mine) && sum(all) <= count) {
          queue.syncTransition(directory);
          return new Taking(Optional.of(file), Set.of());
        }
        others = all;
        if (!all.contains(mine) || !isAmongTheFirst(mine, before, all, count)) {
          break;
        }
      }
      others.remove(mine);
      giveBack(file);
      return new Taking(Optional.empty(), others);
    } catch (IOException e) {
      giveBack(file); // it may have been made although that failed
      throw e;
    }
  }

  /**
   * Of several that ask at the same moment the first by name look again until the others have gone.
   * This only decides who waits for whom; nobody has tokens because of it.
   */
  private static boolean isAmongTheFirst(
      LimitToken mine, Set<LimitToken> before, Set<LimitToken> all, int count) {
    int sum = 0;
    List<LimitToken> asking = new ArrayList<>();
    for (LimitToken token : all) {
      if (before.contains(token)) {
        sum += token.amount();
      } else {
        asking.add(token);
      }
    }
    asking.sort(Comparator.comparing(LimitToken::nonce));
    for (LimitToken token : asking) {
      sum += token.amount();
      if (token.equals(mine)) {
        return sum <= count;
      }
    }
    return false;
  }

  /** What files of a directory stand for; a file that means nothing counts as nothing. */
  Set<LimitToken> tokens(Path directory) throws IOException {
    Set<LimitToken> tokens = new HashSet<>();
    for (String name : queue.listOrEmpty(directory)) {
      LimitToken.parse(name).ifPresent(tokens::add);
    }
    return tokens;
  }

  private static int sum(Collection<LimitToken> tokens) {
    return tokens.stream().mapToInt(LimitToken::amount).sum();
  }

  private String nonce() {
    String token = queue.environment().newToken();
    return token.substring(token.lastIndexOf('_') + 1);
  }

  /** Removes a file of this process, now or later. */
  void giveBack(Path file) {
    lost.add(file);
    giveBackLost();
  }

  /** Tries once more what could not be removed; false if some is left. */
  boolean giveBackLost() {
    for (int i = lost.size(); i > 0; i--) {
      Path file = lost.poll();
      if (file == null) {
        return true;
      }
      try {
        queue.deleteFileIfExists(file);
      } catch (IOException e) {
        lost.add(file);
        LOG.debug("cannot give back {} now; the next look tries again", file, e);
      }
    }
    return lost.isEmpty();
  }

  /** Takes tokens back from workers that are gone; true if there were any. */
  private boolean isAnyReclaimed(Path directory, Set<LimitToken> tokens) throws IOException {
    Set<String> gone = gone(tokens);
    boolean any = false;
    for (LimitToken token : tokens) {
      if (gone.contains(token.worker())) {
        any |= isReclaimed(directory.resolve(token.toString()));
      }
    }
    return any;
  }

  /**
   * The workers that are gone. Of those that are listed a few are looked at each time: one may have
   * been declared dead and not be cleaned up after.
   */
  private Set<String> gone(Set<LimitToken> tokens) throws IOException {
    Set<String> listed = new HashSet<>(queue.listOrEmpty(queue.layout().workers()));
    Set<String> suspects = new TreeSet<>();
    List<String> present = new ArrayList<>();
    for (LimitToken token : tokens) {
      if (!listed.contains(token.worker())) {
        suspects.add(token.worker());
      } else if (!present.contains(token.worker())) {
        present.add(token.worker());
      }
    }
    Collections.sort(present);
    for (int i = 0; i < LOOKS && !present.isEmpty(); i++) {
      suspects.add(present.remove(queue.environment().random().nextInt(present.size())));
    }
    suspects.removeIf(worker -> !isGone(worker));
    return suspects;
  }

  private boolean isReclaimed(Path file) {
    try {
      queue.deleteFileIfExists(file);
      LOG.info("took {} back: its worker is gone", file.getFileName());
      return true;
    } catch (IOException e) {
      LOG.warn("cannot take {} back now; the next look tries again", file, e);
      return false;
    }
  }

  /**
   * Whether a worker has signed off or has been declared dead. Its directory was there before it
   * could ask for tokens, and its name is never used again: once gone, gone for good.
   */
  boolean isGone(String worker) {
    try {
      return queue.files().list(queue.layout().worker(worker)).stream()
          .map(HeartbeatName::parse)
          .flatMap(Optional::stream)
          .anyMatch(HeartbeatName::dead);
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      LOG.debug("cannot see whether worker {} is there; the next look tries again", worker, e);
      return false;
    }
  }
}
