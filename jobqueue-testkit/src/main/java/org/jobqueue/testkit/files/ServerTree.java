package org.jobqueue.testkit.files;

import java.util.ArrayList;
import java.util.List;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.testkit.files.Node.Directory;
import org.jobqueue.testkit.files.Node.File;
import org.jobqueue.testkit.files.Node.Link;
import org.jobqueue.testkit.files.Reply.Outcome;
import org.jspecify.annotations.Nullable;

/** The files of a server at one moment, and what each operation makes of them. */
public final class ServerTree {
  /** A tree in which nothing is yet. */
  public static final ServerTree EMPTY = new ServerTree(Directory.EMPTY, 1);

  private final Directory root;
  private final long nextId;

  /**
   * What an operation did.
   *
   * @param tree the files afterwards
   * @param reply what the client hears
   */
  public record Step(ServerTree tree, Reply reply) {}

  private ServerTree(Directory root, long nextId) {
    this.root = root;
    this.nextId = nextId;
  }

  /** These files; ids of new ones are higher than all that {@code like} has given out. */
  public static ServerTree of(Directory root, ServerTree like) {
    return new ServerTree(root, like.nextId);
  }

  /** The top directory. */
  public Directory root() {
    return root;
  }

  /** Stands for the whole tree. */
  public long fingerprint() {
    return root.fingerprint();
  }

  /** What lies at a path. */
  public @Nullable Node get(List<String> path) {
    Node node = root;
    for (String name : path) {
      if (!(node instanceof Directory)) {
        return null;
      }
      node = ((Directory) node).get(name);
    }
    return node;
  }

  /** The names in a directory; none if there is no such directory. */
  public List<String> names(List<String> path) {
    return get(path) instanceof Directory directory ? directory.names() : List.of();
  }

  /** Carries out one operation, atomically. */
  public Step apply(Call call) {
    return switch (call.operation()) {
      case LIST -> same(list(call));
      case READ -> same(read(call));
      case LOOK -> same(look(call));
      case SYNC -> same(get(call.path()) == null ? unreachable(call.path()) : done());
      case CREATE_DIRECTORY -> create(call, Directory.EMPTY);
      case CREATE_FILE -> create(call, new File(call.content(), nextId));
      case CREATE_LINK -> create(call, Link.to(call.target().get(0)));
      case LINK -> link(call);
      case REPLACE_FILE -> replace(call);
      case RENAME -> rename(call);
      case DELETE_FILE -> deleteFile(call);
      case DELETE_DIRECTORY -> deleteDirectory(call);
    };
  }

  private Step same(Reply reply) {
    return new Step(this, reply);
  }

  private static Reply done() {
    return Reply.of(Outcome.OK);
  }

  /** Why nothing can be done at a path: a directory on the way is missing, or is none. */
  private Reply unreachable(List<String> path) {
    Node node = root;
    for (String name : path) {
      if (node instanceof Directory directory) {
        node = directory.get(name);
      } else {
        return Reply.of(node == null ? Outcome.MISSING : Outcome.NOT_DIRECTORY);
      }
    }
    return Reply.of(Outcome.MISSING);
  }

  private Reply list(Call call) {
    Node node = get(call.path());
    if (node == null) {
      return unreachable(call.path());
    }
    if (!(node instanceof Directory directory)) {
      return Reply.of(Outcome.NOT_DIRECTORY);
    }
    List<String> names = directory.names();
    return Reply.names(names.size() > call.limit() ? names.subList(0, call.limit()) : names);
  }

  private Reply read(Call call) {
    Node node = get(call.path());
    if (node == null) {
      return unreachable(call.path());
    }
    if (!(node instanceof File file)) {
      return Reply.of(Outcome.IS_DIRECTORY);
    }
    return file.content().size() > call.limit() ? Reply.of(Outcome.TOO_LARGE) : Reply.content(file);
  }

  private Reply look(Call call) {
    Node node = get(call.path());
    if (node == null) {
      return Reply.kind(QueueFiles.Kind.MISSING);
    }
    return Reply.kind(
        node instanceof Directory
            ? QueueFiles.Kind.DIRECTORY
            : node instanceof Link ? QueueFiles.Kind.LINK : QueueFiles.Kind.FILE);
  }

  private Step create(Call call, Node node) {
    if (!(get(call.parent()) instanceof Directory parent)) {
      return same(unreachable(call.path()));
    }
    if (parent.get(call.name()) != null) {
      return same(Reply.of(Outcome.EXISTS));
    }
    return new Step(put(call.path(), node), done());
  }

  private Step link(Call call) {
    Node file = get(call.target());
    if (file == null) {
      return same(unreachable(call.target()));
    }
    return file instanceof File ? create(call, file) : same(Reply.of(Outcome.IS_DIRECTORY));
  }

  private Step replace(Call call) {
    if (!(get(call.parent()) instanceof Directory)) {
      return same(unreachable(call.path()));
    }
    if (get(call.path()) instanceof Directory) {
      return same(Reply.of(Outcome.IS_DIRECTORY));
    }
    return new Step(put(call.path(), new File(call.content(), nextId)), done());
  }

  private Step rename(Call call) {
    Node moved = get(call.path());
    if (moved == null) {
      return same(unreachable(call.path()));
    }
    List<String> target = call.target();
    if (!(get(target.subList(0, target.size() - 1)) instanceof Directory)) {
      return same(unreachable(target));
    }
    if (get(target) instanceof Directory) {
      return same(Reply.of(Outcome.IS_DIRECTORY));
    }
    if (moved instanceof Directory && get(target) != null) {
      return same(Reply.of(Outcome.NOT_DIRECTORY));
    }
    return new Step(put(target, moved).remove(call.path()), done());
  }

  private Step deleteFile(Call call) {
    Node node = get(call.path());
    if (node == null) {
      return same(unreachable(call.path()));
    }
    if (node instanceof Directory) {
      return same(Reply.of(Outcome.IS_DIRECTORY));
    }
    return new Step(remove(call.path()), done());
  }

  private Step deleteDirectory(Call call) {
    Node node = get(call.path());
    if (node == null) {
      return same(unreachable(call.path()));
    }
    if (!(node instanceof Directory directory)) {
      return same(Reply.of(Outcome.NOT_DIRECTORY));
    }
    if (directory.size() > 0) {
      return same(Reply.of(Outcome.NOT_EMPTY));
    }
    return new Step(remove(call.path()), done());
  }

  private ServerTree put(List<String> path, Node node) {
    return new ServerTree(changed(root, path, node), nextId + 1);
  }

  private ServerTree remove(List<String> path) {
    return new ServerTree(changed(root, path, null), nextId);
  }

  private static Directory changed(Directory directory, List<String> path, @Nullable Node node) {
    String name = path.get(0);
    if (path.size() > 1) {
      if (!(directory.get(name) instanceof Directory inner)) {
        throw new IllegalStateException("no directory " + path);
      }
      return directory.with(name, changed(inner, path.subList(1, path.size()), node));
    }
    return node == null ? directory.without(name) : directory.with(name, node);
  }

  /** All paths in the tree with their contents, for people. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    describe(root, "", lines);
    return lines;
  }

  private static void describe(Directory directory, String prefix, List<String> lines) {
    for (String name : directory.names()) {
      Node node = directory.get(name);
      lines.add(prefix + name + (node instanceof Directory ? "/" : ""));
      if (node instanceof Directory inner) {
        describe(inner, prefix + name + "/", lines);
      }
    }
  }
}
