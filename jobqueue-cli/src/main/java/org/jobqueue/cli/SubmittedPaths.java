package org.jobqueue.cli;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jobqueue.api.path.PathMap;
import org.jobqueue.api.path.Platform;

/**
 * Makes the paths of a submission absolute. Those of another platform are left alone: workers
 * translate them.
 */
final class SubmittedPaths implements UnaryOperator<Path> {
  private final Surroundings surroundings;
  private final PathMap map;

  SubmittedPaths(Surroundings surroundings, PathMap map) {
    this.surroundings = surroundings;
    this.map = map;
  }

  @Override
  public Path apply(Path path) {
    String text = path.toString();
    boolean elsewhere =
        Platform.WINDOWS.isFullPath(text) || map.match(text, Platform.current()).isPresent();
    return path.isAbsolute() || !elsewhere ? surroundings.resolve(path) : path;
  }
}
