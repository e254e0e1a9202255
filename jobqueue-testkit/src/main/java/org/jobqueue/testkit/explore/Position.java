package org.jobqueue.testkit.explore;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Reply;
import org.jspecify.annotations.Nullable;

/** Where one agent stands: all that it has heard so far, and what it asks next. */
final class Position {
  private final Agent agent;
  private final @Nullable Position before;
  private final @Nullable Reply heard;
  private final long id;
  private final Agent.Standing standing;
  private final Map<Reply, Position> next = new HashMap<>(2);

  private Position(Agent agent, @Nullable Position before, @Nullable Reply heard) {
    this.agent = agent;
    this.before = before;
    this.heard = heard;
    this.id = agent.newPosition();
    this.standing = agent.after(replies());
  }

  static Position start(Agent agent) {
    return new Position(agent, null, null);
  }

  private List<Reply> replies() {
    List<Reply> replies = new ArrayList<>();
    for (Position at = this; at != null && at.heard != null; at = at.before) {
      replies.add(at.heard);
    }
    Collections.reverse(replies);
    return replies;
  }

  Agent agent() {
    return agent;
  }

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
      known = new Position(agent, this, reply);
      next.put(reply, known);
    }
    return known;
  }
}
