package org.jobqueue.testkit.files;

import java.util.List;

/**
 * One operation that a client asks of the server.
 *
 * @param operation what
 * @param path on what; the names from the root of the tree down
 * @param target where to: of a rename or of another name for a file, the names; of a symbolic link,
 *     one text
 * @param content of a new file
 * @param limit of a listing or of the size of a file
 */
public record Call(
    Operation operation, List<String> path, List<String> target, Content content, int limit) {

  /** The operations of the port. */
  public enum Operation {
    LIST(false),
    CREATE_DIRECTORY(true),
    CREATE_FILE(true),
    REPLACE_FILE(true),
    READ(false),
    CREATE_LINK(true),
    LINK(true),
    RENAME(true),
    DELETE_FILE(true),
    DELETE_DIRECTORY(true),
    LOOK(false),
    SYNC(false);

    private final boolean changes;

    Operation(boolean changes) {
      this.changes = changes;
    }

    /** Whether it changes the tree. */
    public boolean changes() {
      return changes;
    }
  }

  /** The last name of the path, or nothing for the root. */
  public String name() {
    return path.isEmpty() ? "" : path.get(path.size() - 1);
  }

  /** The names down to the directory in which the path lies. */
  public List<String> parent() {
    return path.subList(0, path.size() - 1);
  }

  @Override
  public String toString() {
    String text =
        operation.name().toLowerCase(java.util.Locale.ROOT) + " " + String.join("/", path);
    return target.isEmpty() ? text : text + " -> " + String.join("/", target);
  }
}
