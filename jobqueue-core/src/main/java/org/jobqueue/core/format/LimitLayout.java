package org.jobqueue.core.format;

import java.nio.file.Path;
import org.jobqueue.api.LimitScope;

/**
 * Where everything of the limits lies: {@code limits/<name>/}.
 *
 * @param queue the layout of the queue
 */
public record LimitLayout(QueueLayout queue) {
  /** The definition in the directory of a limit. */
  public static final String DEFINITION = "limit.json";

  private static final String HELD = "held";
  private static final String HELD_BY_HOST = "held-";

  /** All limits. */
  public Path limits() {
    return queue.location().resolve("limits");
  }

  /** The directory of a limit. */
  public Path limit(String name) {
    return limits().resolve(name);
  }

  /** The definition of a limit. */
  public Path definition(String name) {
    return limit(name).resolve(DEFINITION);
  }

  /** Whether a name in the directory of a limit is that of a new definition under way. */
  public static boolean isUnfinishedDefinition(String name) {
    return name.startsWith(DEFINITION + ".") && name.endsWith(".new");
  }

  /** A name for a definition until it is complete; the token makes it unique. */
  public Path unfinishedDefinition(String name, String token) {
    return limit(name).resolve(DEFINITION + "." + token + ".new");
  }

  /** The directory of the tokens that a worker counts. */
  public Path held(String name, LimitScope scope, String worker) {
    return limit(name)
        .resolve(scope == LimitScope.FARM ? HELD : HELD_BY_HOST + LimitToken.host(worker));
  }

  /** Whether a name in the directory of a limit is that of a directory of tokens. */
  public static boolean isHeld(String name) {
    return name.equals(HELD) || name.startsWith(HELD_BY_HOST);
  }

  /** Whether a directory of tokens belongs to limits of that scope. */
  public static boolean isHeld(String name, LimitScope scope) {
    return isHeld(name) && name.equals(HELD) == (scope == LimitScope.FARM);
  }
}
