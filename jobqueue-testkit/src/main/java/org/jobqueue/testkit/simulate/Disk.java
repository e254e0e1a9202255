package org.jobqueue.testkit.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Content;
import org.jobqueue.testkit.files.Node;
import org.jobqueue.testkit.files.Node.Directory;
import org.jobqueue.testkit.files.Node.File;
import org.jobqueue.testkit.files.ServerTree;
import org.jspecify.annotations.Nullable;

/**
 * What of the server's files is on disk for certain, and what a crash may leave.
 *
 * <p>Only what was forced is certain. Of the changes of a directory since it was last forced, a
 * crash keeps a random number of the first; each directory for itself, so that a file moved between
 * two may be in both or in neither. A renaming within a directory is one change. What was written
 * to a file that was not forced is there, cut off or lost.
 */
final class Disk {
  /** One change of a directory's names: these go, and this one comes. */
  private record Change(@Nullable String gone, @Nullable String come, @Nullable Node node) {}

  private static final class Names {
    private Map<String, Node> forced = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();

    void force() {
      forced = after(changes.size());
      changes.clear();
    }

    Map<String, Node> after(int count) {
      Map<String, Node> names = new HashMap<>(forced);
      for (Change change : changes.subList(0, count)) {
        if (change.gone() != null) {
          names.remove(change.gone());
        }
        if (change.come() != null && change.node() != null) {
          names.put(change.come(), change.node());
        }
      }
      return names;
    }
  }

  private final Map<List<String>, Names> directories = new HashMap<>();
  private final Set<Long> forcedFiles = new HashSet<>();

  /** A disk that holds these files for certain. */
  Disk(ServerTree tree) {
    load(List.of(), tree.root());
  }

  private void load(List<String> path, Directory directory) {
    Names names = names(path);
    for (String name : directory.names()) {
      Node node = directory.get(name);
      if (node instanceof Directory inner) {
        names.forced.put(name, Directory.EMPTY);
        load(child(path, name), inner);
      } else if (node != null) {
        names.forced.put(name, node);
        if (node instanceof File file) {
          forcedFiles.add(file.id());
        }
      }
    }
  }

  private Names names(List<String> path) {
    return directories.computeIfAbsent(path, key -> new Names());
  }

  private static List<String> child(List<String> path, String name) {
    List<String> child = new ArrayList<>(path);
    child.add(name);
    return List.copyOf(child);
  }

  /** Takes note of an operation that was carried out. */
  void record(Call call, ServerTree after) {
    switch (call.operation()) {
      case CREATE_DIRECTORY -> {
        directories.put(List.copyOf(call.path()), new Names());
        add(call.parent(), new Change(null, call.name(), Directory.EMPTY));
      }
      case CREATE_FILE, REPLACE_FILE, CREATE_LINK, LINK ->
          add(call.parent(), new Change(null, call.name(), after.get(call.path())));
      case DELETE_FILE, DELETE_DIRECTORY -> add(call.parent(), new Change(call.name(), null, null));
      case RENAME -> rename(call, after);
      case SYNC -> force(call.path(), after);
      case LIST, READ, LOOK -> {}
    }
  }

  private void rename(Call call, ServerTree after) {
    List<String> target = call.target();
    List<String> parent = target.subList(0, target.size() - 1);
    String name = target.get(target.size() - 1);
    Node node = after.get(target);
    if (node instanceof Directory) {
      moveNamesBelow(List.copyOf(call.path()), List.copyOf(target));
    }
    if (parent.equals(call.parent())) {
      add(parent, new Change(call.name(), name, node));
    } else {
      add(call.parent(), new Change(call.name(), null, null));
      add(parent, new Change(null, name, node));
    }
  }

  /** Under whichever of the two names a crash leaves it, a directory that was moved is the same. */
  private void moveNamesBelow(List<String> source, List<String> target) {
    Map<List<String>, Names> moved = new HashMap<>();
    directories.forEach(
        (path, names) -> {
          if (path.size() >= source.size() && path.subList(0, source.size()).equals(source)) {
            List<String> under = new ArrayList<>(target);
            under.addAll(path.subList(source.size(), path.size()));
            moved.put(List.copyOf(under), names);
          }
        });
    directories.putAll(moved);
  }

  private void add(List<String> directory, Change change) {
    names(List.copyOf(directory)).changes.add(change);
  }

  private void force(List<String> path, ServerTree tree) {
    Node node = tree.get(path);
    if (node instanceof File file) {
      forcedFiles.add(file.id());
    } else if (node instanceof Directory) {
      names(List.copyOf(path)).force();
    }
  }

  /** What a crash leaves, of all that it could; the disk then holds just that. */
  ServerTree crash(RandomGenerator random, ServerTree like) {
    ServerTree left = ServerTree.of(leftOf(List.of(), random), like);
    directories.clear();
    forcedFiles.clear();
    load(List.of(), left.root());
    return left;
  }

  private Directory leftOf(List<String> path, RandomGenerator random) {
    Names names = names(path);
    int kept = random.nextInt(names.changes.size() + 1);
    Directory directory = Directory.EMPTY;
    for (Map.Entry<String, Node> entry : new java.util.TreeMap<>(names.after(kept)).entrySet()) {
      Node node = entry.getValue();
      if (node instanceof Directory) {
        node = leftOf(child(path, entry.getKey()), random);
      } else if (node instanceof File file && !forcedFiles.contains(file.id())) {
        node = leftOf(file, random);
      }
      directory = directory.with(entry.getKey(), node);
    }
    return directory;
  }

  private static File leftOf(File file, RandomGenerator random) {
    Content content = file.content();
    return switch (random.nextInt(3)) {
      case 0 -> file;
      case 1 -> new File(content.first(random.nextInt(content.size() + 1)), file.id());
      default -> new File(Content.EMPTY, file.id());
    };
  }
}
