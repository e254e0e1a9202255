package org.jobqueue.testkit.explore;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.testkit.client.Client;
import org.jobqueue.testkit.client.Program;
import org.jobqueue.testkit.client.SettableTicker;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Call.Operation;
import org.jobqueue.testkit.files.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A process of a small world.
 *
 * <p>A running program cannot be copied, but it is a function of the replies it has heard. So where
 * it stands is written down as these replies, and to find out what it does next it is run again
 * from its beginning with them. What it does after each sequence of replies is found out once.
 */
final class Agent {
  /** Ends a run of the program at the first operation whose reply is not known yet. */
  private static final class Suspended extends Error {
    private static final long serialVersionUID = 1L;

    Suspended() {
      super(null, null, false, false);
    }
  }

  private final String name;
  private final int number;
  private final Program program;
  private final QueueOptions options;
  private final LongPredicate gone;
  private final Map<Object, Position> positions = new HashMap<>();

  Agent(String name, int number, Program program, QueueOptions options, LongPredicate gone) {
    this.name = name;
    this.number = number;
    this.program = program;
    this.options = options;
    this.gone = gone;
  }

  String name() {
    return name;
  }

  /** The position of a program that has heard these replies. */
  Position position(List<Reply> replies) {
    Standing standing = after(replies);
    return positions.computeIfAbsent(
        standing.key(),
        key -> new Position(this, ((long) number << 40) | positions.size(), replies, standing));
  }

  /** How many different positions of this agent were met. */
  int positions() {
    return positions.size();
  }

  /**
   * Where a program stands after some replies.
   *
   * @param call what it asks next; null if it has ended
   * @param prepared whether it is past its preparation
   * @param failure what it ended with, if it threw
   * @param key stands for all that its future depends on
   */
  record Standing(@Nullable Call call, boolean prepared, @Nullable Throwable failure, Object key) {}

  /** Runs the program from its beginning. */
  private Standing after(List<Reply> replies) {
    Replay replay = new Replay(replies);
    ProcessIdentity identity = new ProcessIdentity("host", "boot", "ns", 100 + number, null);
    Client client =
        new Client(replay::answer, options, identity, gone, new SettableTicker(), 1_000 + number);
    client.onCheckpoint(replay::checkpoint);
    boolean prepared = false;
    Throwable failure = null;
    try {
      Object handedOn = program.prepare(client);
      prepared = replay.pending == null;
      if (prepared) {
        program.run(client, handedOn);
      }
    } catch (Suspended e) {
      // the usual end
    } catch (Throwable e) {
      failure = replay.pending == null ? e : null;
    }
    return new Standing(replay.pending, prepared, failure, replay.key());
  }

  /** Answers from memory as long as it reaches. */
  private static final class Replay {
    private final List<Reply> replies;
    private int next;
    private @Nullable Call pending;
    private Object checkpoint = "start";
    private int heardBefore;
    private String beat = "";
    private String ticket = "";
    private long claimMillis;

    Replay(List<Reply> replies) {
      this.replies = replies;
    }

    Reply answer(Call call) {
      if (pending != null) {
        throw new Suspended(); // the program tries to clean up
      }
      if (next == replies.size()) {
        pending = call;
        throw new Suspended();
      }
      remember(call);
      return replies.get(next++);
    }

    /** What a worker session has used up of its single-use names. */
    private void remember(Call call) {
      if (call.operation() == Operation.RENAME) {
        String name = call.target().get(call.target().size() - 1);
        if (name.startsWith("hb.")) {
          beat = name;
        } else if (call.target().get(0).equals("run")) {
          ticket = name.substring(name.lastIndexOf('.'));
        } else {
          RegisterName.parse(name)
              .filter(register -> register.state() == JobState.RUNNING)
              .ifPresent(register -> claimMillis = register.millis());
        }
      }
    }

    void checkpoint(Object key) {
      if (pending == null) {
        checkpoint = key + "|" + beat + "|" + ticket + "|" + claimMillis;
        heardBefore = next;
      }
    }

    Object key() {
      return List.of(checkpoint, List.copyOf(replies.subList(heardBefore, replies.size())));
    }
  }

  /** The lease of worlds that are explored; nothing waits for it. */
  static final Duration LEASE = Duration.ofSeconds(8);
}
