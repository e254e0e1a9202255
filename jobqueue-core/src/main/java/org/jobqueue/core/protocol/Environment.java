package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.core.process.ProcessProbe;

/**
 * What the protocol takes from outside: files, time, chance and processes, each through one seam.
 *
 * @param files the file system
 * @param clock for times that people read; never compared between hosts
 * @param ticker monotonic nanoseconds, for leases
 * @param random for names that nobody else makes
 * @param processes what is known of processes on this machine
 */
public record Environment(
    QueueFiles files,
    Clock clock,
    LongSupplier ticker,
    RandomGenerator random,
    ProcessProbe processes) {
  private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int BITS_OF_LETTER = 5;
  private static final long LETTER_MASK = (1 << BITS_OF_LETTER) - 1;
  private static final int TOKEN_LENGTH = 10;

  /** This machine. */
  public static Environment ofThisMachine() {
    return new Environment(
        new LocalFiles(),
        Clock.systemUTC(),
        System::nanoTime,
        new SecureRandom(),
        ProcessProbe.ofThisMachine());
  }

  /** The same for a queue that may be shared with other users, see {@link QueueFiles#sharing}. */
  public Environment sharing(Path queue) throws IOException {
    return new Environment(files.sharing(queue), clock, ticker, random, processes);
  }

  private static final Pattern TOKEN =
      Pattern.compile("([A-Za-z0-9-]{1,30})_(\\d{1,18})_[0-9a-z]{" + TOKEN_LENGTH + "}");

  /** Whether a name was made by {@link #newToken}, here or elsewhere. */
  public static boolean isToken(String name) {
    return TOKEN.matcher(name).matches();
  }

  /** Whether a token was made on a machine of that name. */
  public static boolean isOfHost(String token, String host) {
    return token.startsWith(host + "_");
  }

  /** Whether two tokens were made on machines of the same name. */
  static boolean areOfSameHost(String token, String other) {
    int end = token.indexOf('_');
    return end > 0 && other.startsWith(token.substring(0, end + 1));
  }

  /**
   * A name for one worker or one operation, different from all others: host, process id, and 50
   * random bits.
   */
  public String newToken() {
    StringBuilder token = new StringBuilder(processes.self().tokenPrefix());
    long bits = random.nextLong();
    for (int i = 0; i < TOKEN_LENGTH; i++) {
      token.append(LETTERS.charAt((int) (bits & LETTER_MASK)));
      bits >>>= BITS_OF_LETTER;
    }
    return token.toString();
  }
}
