package org.jobqueue.testkit.limits;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jobqueue.api.JobId;
import org.jobqueue.api.LimitScope;
import org.jobqueue.core.protocol.LimitAcquisition;
import org.jobqueue.core.protocol.LimitAcquisition.Full;
import org.jobqueue.core.protocol.LimitAcquisition.Held;
import org.jobqueue.core.protocol.Limits;
import org.jobqueue.core.protocol.Reaper;
import org.jobqueue.core.protocol.WorkerSession;
import org.jobqueue.testkit.client.Client;
import org.jobqueue.testkit.explore.Worlds;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.simulate.Hazards;
import org.jobqueue.testkit.simulate.Simulation;

/**
 * Random worlds in which workers that die and stand still compete for the tokens of a limit. At no
 * moment may more be held than there are, and in the end all can be had again.
 */
public final class LimitWorlds {
  private static final String LIMIT = "nuke";
  private static final int ROUNDS = 6;
  private static final int ENOUGH_LOOKS = 20;

  private long steps;
  private long faults;
  private long taken;
  private long full;
  private long exhausted;

  /** The rule that is violated in the world of a seed, with what happened; empty if none is. */
  public Optional<String> violation(long seed) throws IOException {
    RandomGenerator random = new SplittableRandom(seed);
    int count = 1 + random.nextInt(4);
    ServerTree start =
        Worlds.after(
            Worlds.empty(), client -> new Limits(client.queue()).define(LIMIT, count, FARM));
    Simulation world = new Simulation(start, Worlds.OPTIONS, Hazards.random(seed), seed);
    LimitLedger ledger = new LimitLedger(count, world::tree);
    int workers = 2 + random.nextInt(4);
    for (int i = 0; i < workers; i++) {
      world.add("worker" + i, (client, promises) -> new Body(client, ledger, count).run());
    }
    Optional<String> violation = world.run();
    steps += world.steps();
    faults += world.faults();
    taken += ledger.taken();
    exhausted += ledger.most() == count ? 1 : 0;
    ServerTree[] after = {world.tree()};
    violation = violation.or(() -> unavailable(after[0], count));
    return violation.map(text -> text + " (seed " + seed + ")\n  " + world.describe());
  }

  private static final LimitScope FARM = LimitScope.FARM;

  /** After all are dead, and one has looked around for the lease, all tokens can be had again. */
  private static Optional<String> unavailable(ServerTree after, int count) {
    String[] failure = {null};
    ServerTree unused =
        Worlds.after(
            after,
            client -> {
              WorkerSession session = WorkerSession.register(client.queue());
              Reaper reaper = new Reaper(client.queue());
              for (int i = 0; i < 3; i++) {
                reaper.lookAround(session.name(), ENOUGH_LOOKS);
                client.advance(client.queue().options().lease().plusSeconds(1));
              }
              LimitAcquisition all =
                  new Limits(client.queue())
                      .tryAcquire(session.name(), JobId.ofRoot(1), Map.of(LIMIT, count));
              if (!(all instanceof Held)) {
                failure[0] = "after the lease not all tokens can be had: " + all;
              }
            });
    return unused.names(java.util.List.of()).isEmpty()
        ? Optional.of("the queue is gone")
        : Optional.ofNullable(failure[0]);
  }

  /** What all worlds so far came to, for people. */
  public String summary() {
    return String.format(
        "%,d operations, %,d faults, tokens taken %,d times, refused %,d times, all of them held in %,d"
            + " worlds",
        steps, faults, taken, full, exhausted);
  }

  private final class Body {
    private final Client client;
    private final LimitLedger ledger;
    private final int count;
    private final Limits limits;
    private final Reaper reaper;
    private final RandomGenerator random;

    Body(Client client, LimitLedger ledger, int count) {
      this.client = client;
      this.ledger = ledger;
      this.count = count;
      this.limits = new Limits(client.queue());
      this.reaper = new Reaper(client.queue());
      this.random = client.random();
    }

    void run() throws IOException {
      WorkerSession session = WorkerSession.register(client.queue());
      for (int round = 0; round < ROUNDS; round++) {
        try {
          if (!session.beat()) {
            session = WorkerSession.register(client.queue());
          }
          reaper.lookAround(session.name(), 3);
          hold(session, JobId.ofRoot(round + 1));
        } catch (IOException e) {
          // the real worker goes on as well
        }
        client.pause(Duration.ofMillis(random.nextInt(500)));
      }
      while (!limits.giveBackLost()) {
        client.pause(Duration.ofMillis(10));
      }
      ledger.requireNone(session.name(), LIMIT);
      session.signOff();
    }

    private void hold(WorkerSession session, JobId job) throws IOException {
      int amount = 1 + random.nextInt(count);
      LimitAcquisition got = limits.tryAcquire(session.name(), job, Map.of(LIMIT, amount));
      if (got instanceof Full) {
        full++;
      }
      if (!(got instanceof Held held)) {
        return;
      }
      ledger.took(held, session.name(), amount);
      boolean alive = true;
      for (int i = random.nextInt(4); i > 0 && alive; i--) {
        client.pause(Duration.ofSeconds(random.nextInt(30)));
        alive = isAlive(session);
      }
      ledger.givesBack(held);
      held.release();
    }

    private boolean isAlive(WorkerSession session) {
      try {
        return session.beat();
      } catch (IOException e) {
        return true;
      }
    }
  }
}
