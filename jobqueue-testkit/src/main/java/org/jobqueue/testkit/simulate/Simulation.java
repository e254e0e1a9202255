package org.jobqueue.testkit.simulate;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.testkit.client.Client;
import org.jobqueue.testkit.client.SettableTicker;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Call.Operation;
import org.jobqueue.testkit.files.Reply;
import org.jobqueue.testkit.files.Reply.Outcome;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.files.ServerTree.Step;
import org.jobqueue.testkit.invariant.Invariants;
import org.jspecify.annotations.Nullable;

/** One simulated world and its scheduler. */
public final class Simulation {
  private static final int SHOWN = 400;
  private static final int LONGEST_BURST = 8;
  private static final long ENOUGH = 200_000;
  private static final long STEP_NANOS = Duration.ofMillis(20).toNanos();

  private final Hazards hazards;
  private final QueueOptions options;
  private final RandomGenerator random;
  private final Ledger ledger = new Ledger();
  private final Invariants invariants = new Invariants(ledger);
  private final Semaphore scheduler = new Semaphore(0);
  private final SettableTicker ticker = new SettableTicker();
  private final List<SimulatedProcess> processes = new ArrayList<>();
  private final Map<SimulatedProcess, Reply> firstParts = new HashMap<>();
  private final Set<SimulatedProcess> repeated = new HashSet<>();
  private final Set<Long> gone = new HashSet<>();
  private final Deque<String> trace = new ArrayDeque<>();
  private final Promises promises = new Promises();
  private final SkipLedger skips = new SkipLedger(ledger);
  private final long seed;
  private final Disk disk;
  private ServerTree tree;
  private boolean dangerous = true;
  private long steps;
  private long faults;
  private int serverCrashes;
  private @Nullable String violation;

  /** A process of a simulation. */
  public interface Body {
    /** Runs in a thread of its own, one operation at a time. */
    void run(Client client, Promises promises) throws Exception;
  }

  /**
   * A world with these files.
   *
   * @param seed for all chance
   */
  public Simulation(ServerTree tree, QueueOptions options, Hazards hazards, long seed) {
    this.tree = tree;
    this.options = options;
    this.hazards = hazards;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.disk = new Disk(tree);
  }

  /** Adds a process; half of them share a host, and then know of each other's death at once. */
  public void add(String name, Body body) {
    long pid = 100L + processes.size();
    String host = random.nextBoolean() ? "host" : "host" + pid;
    SimulatedProcess[] process = new SimulatedProcess[1];
    Client client =
        new Client(
            call -> process[0].call(call),
            options,
            new ProcessIdentity(host, host, "ns", pid, null),
            other -> host.equals("host") && gone.contains(other),
            ticker,
            seed * 1_000 + pid);
    client.onPause(time -> process[0].sleepUntil(ticker.getAsLong() + time.toNanos()));
    process[0] =
        new SimulatedProcess(
            name,
            scheduler,
            this::answerInline,
            new ClientCache(random, hazards.caches()),
            pid,
            () -> body.run(client, promises));
    processes.add(process[0]);
  }

  /** Runs until all processes have ended or are dead; the rule that was violated, if one was. */
  public Optional<String> run() {
    processes.forEach(SimulatedProcess::start);
    while (violation == null) {
      SimulatedProcess next = next();
      if (next == null) {
        break;
      }
      step(next);
      if (steps > ENOUGH) {
        violation = "it goes on for ever";
      }
    }
    for (SimulatedProcess process : processes) {
      if (violation == null) {
        violation = failure(process);
      }
      if (!process.ended()) {
        process.die();
      }
    }
    return violation == null ? Optional.empty() : Optional.of(violation);
  }

  private static @Nullable String failure(SimulatedProcess process) {
    Throwable failure = process.failure();
    if (failure == null || failure instanceof IOException || failure instanceof JobQueueException) {
      return null;
    }
    StackTraceElement[] stack = failure.getStackTrace();
    return process.name() + " ended with " + failure + (stack.length == 0 ? "" : " at " + stack[0]);
  }

  /** Nothing goes wrong from now on. */
  public void calm() {
    dangerous = false;
  }

  private @Nullable SimulatedProcess next() {
    List<SimulatedProcess> runnable = new ArrayList<>();
    long soonest = Long.MAX_VALUE;
    for (SimulatedProcess process : processes) {
      if (!process.ended()) {
        if (process.wakesAt() - ticker.getAsLong() <= 0) {
          runnable.add(process);
        }
        soonest = Math.min(soonest, process.wakesAt());
      }
    }
    if (runnable.isEmpty() && soonest < Long.MAX_VALUE) {
      ticker.advance(Duration.ofNanos(soonest - ticker.getAsLong()));
      return next();
    }
    return runnable.isEmpty() ? null : runnable.get(random.nextInt(runnable.size()));
  }

  private boolean happens(double rate) {
    if (dangerous && rate > 0 && random.nextDouble() < rate) {
      faults++;
      return true;
    }
    return false;
  }

  private void step(SimulatedProcess process) {
    steps++;
    ticker.advance(Duration.ofNanos(random.nextLong(STEP_NANOS)));
    Call call = process.pending();
    if (call == null) {
      throw new IllegalStateException(process.name() + " asks nothing");
    }
    if (happens(hazards.serverCrashes())) {
      crashServer();
      return;
    }
    if (happens(hazards.deaths())) {
      note(process.name() + " dies before " + call);
      if (random.nextBoolean()) {
        carryOut(process, call); // the server had it already
      }
      gone.add(process.pid());
      process.die();
      return;
    }
    if (happens(hazards.pauses())) {
      note(process.name() + " stands still");
      long lease = options.lease().toNanos();
      process.sleepUntil(ticker.getAsLong() + random.nextLong(3 * lease));
      return;
    }
    Reply reply = reply(process, call);
    if (reply != null) {
      note(process.name() + ": " + call + " = " + reply);
      process.answer(reply, random.nextInt(LONGEST_BURST));
    }
  }

  /** The process goes on without being interrupted: saves the change of threads. */
  private @Nullable Reply answerInline(SimulatedProcess process, Call call) {
    if (violation != null || steps > ENOUGH || process.wakesAt() - ticker.getAsLong() > 0) {
      return null;
    }
    steps++;
    ticker.advance(Duration.ofNanos(random.nextLong(STEP_NANOS)));
    Reply reply = reply(process, call);
    if (reply != null) {
      note(process.name() + ": " + call + " = " + reply);
    }
    return reply;
  }

  /** What the process hears; null if the operation takes another step. */
  private @Nullable Reply reply(SimulatedProcess process, Call call) {
    ClientCache cache = process.cache();
    long now = ticker.getAsLong();
    Reply known = cache.answer(call, now);
    if (known != null) {
      return known;
    }
    if (happens(hazards.errors())) {
      boolean done = call.operation().changes() && random.nextBoolean();
      if (done) {
        carryOut(process, call);
      }
      Outcome[] errors = {Outcome.IO_ERROR, Outcome.STALE, Outcome.DENIED};
      return Reply.of(done ? Outcome.IO_ERROR : errors[random.nextInt(errors.length)]);
    }
    if (call.operation() == Operation.LIST && isTorn(call)) {
      return secondPart(process, call);
    }
    if (call.operation().changes() && !repeated.remove(process) && happens(hazards.duplicates())) {
      carryOut(process, call);
      if (call.operation() != Operation.CREATE_FILE) {
        repeated.add(process); // the same request once more, later; its reply counts
        return null;
      }
    }
    Reply reply = carryOut(process, call);
    if (reply.ok() && happens(hazards.lostReplies())) {
      reply = asRepeated(call, reply);
    }
    cache.learn(call, reply, now);
    return reply;
  }

  private boolean isTorn(Call call) {
    return dangerous && tree.names(call.path()).size() > hazards.tornListings();
  }

  private @Nullable Reply secondPart(SimulatedProcess process, Call call) {
    Reply first = firstParts.remove(process);
    Reply now = tree.apply(call).reply();
    if (first == null) {
      firstParts.put(process, now);
      faults++;
      return null;
    }
    List<String> names = new ArrayList<>();
    String middle = first.names().get(first.names().size() / 2);
    first.names().stream().filter(name -> name.compareTo(middle) < 0).forEach(names::add);
    now.names().stream().filter(name -> name.compareTo(middle) >= 0).forEach(names::add);
    return Reply.names(List.copyOf(names));
  }

  private static Reply asRepeated(Call call, Reply reply) {
    return switch (call.operation()) {
      case CREATE_DIRECTORY, CREATE_LINK, LINK -> Reply.of(Outcome.EXISTS);
      case RENAME, DELETE_FILE, DELETE_DIRECTORY -> Reply.of(Outcome.MISSING);
      default -> reply;
    };
  }

  private Reply carryOut(SimulatedProcess process, Call call) {
    Step step = tree.apply(call);
    if (step.reply().ok()) {
      disk.record(call, step.tree());
    }
    if (violation == null) {
      violation = invariants.violatedBy(tree, call, step.tree()).orElse(null);
      if (step.reply().ok()) {
        ledger.note(call);
        violation = violation == null ? skips.violatedBy(call).orElse(null) : violation;
      }
      if (violation != null) {
        note(process.name() + ": " + call + " = " + step.reply() + " VIOLATES");
      }
    }
    tree = step.tree();
    return step.reply();
  }

  private void crashServer() {
    serverCrashes++;
    tree = disk.crash(random, tree);
    note("the server crashes and comes up again");
    if (options.durability() == Durability.FULL) {
      violation = promises.broken(tree, invariants).orElse(violation);
    }
    // From here on the rules for every moment do not hold until the queue has been repaired.
    dangerous = false;
    for (SimulatedProcess process : processes) {
      if (!process.ended()) {
        gone.add(process.pid());
        process.die();
      }
    }
  }

  private void note(String line) {
    trace.add(line);
    if (trace.size() > SHOWN) {
      trace.remove();
    }
  }

  /** The files of the server. */
  public ServerTree tree() {
    return tree;
  }

  /** What callers were told. */
  public Promises promises() {
    return promises;
  }

  /** Checks the rules; shared by all that look at this world. */
  public Invariants invariants() {
    return invariants;
  }

  /** How many operations were carried out. */
  public long steps() {
    return steps;
  }

  /** How many faults were injected. */
  public long faults() {
    return faults;
  }

  /** How often the server crashed. */
  public int serverCrashes() {
    return serverCrashes;
  }

  /** The last operations, and the files. */
  public String describe() {
    return String.join("\n  ", trace) + "\nfiles:\n  " + String.join("\n  ", tree.describe());
  }
}
