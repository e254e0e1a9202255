package org.jobqueue.testkit.explore;

import java.time.Duration;
import java.util.List;
import java.util.function.LongPredicate;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.testkit.client.Client;
import org.jobqueue.testkit.client.Program;
import org.jobqueue.testkit.client.SettableTicker;
import org.jobqueue.testkit.files.Call;
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
  private int positions;

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

  /** A number for a position of this agent that no other position has. */
  long newPosition() {
    return ((long) number << 40) | ++positions;
  }

  int positions() {
    return positions;
  }

  /**
   * Where a program stands after some replies.
   *
   * @param call what it asks next; null if it has ended
   * @param prepared whether it is past its preparation
   * @param failure what it ended with, if it threw
   */
  record Standing(@Nullable Call call, boolean prepared, @Nullable Throwable failure) {}

  /** Runs the program from its beginning. */
  Standing after(List<Reply> replies) {
    Replay replay = new Replay(replies);
    ProcessIdentity identity = new ProcessIdentity("host", "boot", "ns", 100 + number, null);
    Client client =
        new Client(replay::answer, options, identity, gone, new SettableTicker(), 1_000 + number);
    boolean prepared = false;
    try {
      Object handedOn = program.prepare(client);
      prepared = replay.pending == null;
      if (prepared) {
        program.run(client, handedOn);
      }
    } catch (Suspended e) {
      // the usual end
    } catch (Throwable e) {
      if (replay.pending == null) {
        return new Standing(null, true, e);
      }
    }
    return new Standing(replay.pending, prepared, null);
  }

  /** Answers from memory as long as it reaches. */
  private static final class Replay {
    private final List<Reply> replies;
    private int next;
    private @Nullable Call pending;

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
      return replies.get(next++);
    }
  }

  /** The lease of worlds that are explored; nothing waits for it. */
  static final Duration LEASE = Duration.ofSeconds(8);
}
