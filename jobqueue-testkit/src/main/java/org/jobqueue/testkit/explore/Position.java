package org.jobqueue.testkit.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Reply;
import org.jspecify.annotations.Nullable;

/** Where one agent stands: what it has heard, as far as that matters, and what it asks next. */
final class Position {
  private final Agent agent;
  private final long id;
  private final List<Reply> heard;
  private final Agent.Standing standing;
  private final Map<Reply, Position> next = new HashMap<>(2);

  /**
   * A position of an agent.
   *
   * @param heard the replies by which it was first reached
   */
  Position(Agent agent, long id, List<Reply> heard, Agent.Standing standing) {
    this.agent = agent;
    this.id = id;
    this.heard = heard;
    this.standing = standing;
  }

  Agent agent() {
    return agent;
  }

  /** Different for all positions of all agents of a world. */
  long id() {
    return id;
  }

  /** What the agent asks next; null if it has ended. */
  @Nullable Call call() {
    return standing.call();
  }

  boolean prepared() {
    return standing.prepared();
  }

  @Nullable Throwable failure() {
    return standing.failure();
  }

  Position after(Reply reply) {
    Position known = next.get(reply);
    if (known == null) {
      List<Reply> replies = new ArrayList<>(heard);
      replies.add(reply);
      known = agent.position(replies);
      next.put(reply, known);
    }
    return known;
  }
}
