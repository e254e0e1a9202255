package org.jobqueue.testkit.client;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.core.process.ProcessProbe;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.testkit.files.CallingFiles;

/** One simulated process with its view of the queue, its own clock and its own chance. */
public final class Client {
  /** Where the queue lies in the simulated tree. */
  public static final Path LOCATION = Path.of("/queue");

  private final QueueDirectory queue;
  private final SettableTicker ticker;
  private final RandomGenerator random;
  private Consumer<Object> checkpoints = key -> {};
  private Consumer<Duration> pauses;

  /**
   * A process.
   *
   * @param identity its host and process id
   * @param gone which process ids are certainly gone as far as this process knows
   * @param seed for its names and choices
   */
  public Client(
      CallingFiles.Server server,
      QueueOptions options,
      ProcessIdentity identity,
      LongPredicate gone,
      SettableTicker ticker,
      long seed) {
    this.ticker = ticker;
    this.pauses = ticker::advance;
    this.random = new SplittableRandom(seed);
    this.queue =
        new QueueDirectory(
            new QueueLayout(LOCATION),
            options,
            new Environment(
                new CallingFiles(LOCATION, server),
                Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC),
                ticker,
                random,
                new Probe(identity, gone)));
  }

  private record Probe(ProcessIdentity self, LongPredicate gone) implements ProcessProbe {
    @Override
    public boolean isCertainlyGone(ProcessIdentity process) {
      return gone.test(process.pid());
    }
  }

  /** The queue as this process sees it. */
  public QueueDirectory queue() {
    return queue;
  }

  /** The file system as this process sees it. */
  public QueueFiles files() {
    return queue.files();
  }

  /** The chance of this process. */
  public RandomGenerator random() {
    return random;
  }

  /** Decides what {@link #pause} does; without that, time goes on at once. */
  public void onPause(Consumer<Duration> sleeper) {
    pauses = sleeper;
  }

  /** Does nothing for a while. */
  public void pause(Duration time) {
    pauses.accept(time);
  }

  /** Tells of each {@link #checkpoint}. */
  public void onCheckpoint(Consumer<Object> listener) {
    checkpoints = listener;
  }

  /**
   * Says that all this process will do from here on depends on nothing that it has seen so far but
   * the key, its worker session and its chance. An explorer need not tell apart how it came here.
   */
  public void checkpoint(Object key) {
    checkpoints.accept(key);
  }

  /** Lets time pass for this process. */
  public void advance(Duration time) {
    ticker.advance(time);
  }
}
