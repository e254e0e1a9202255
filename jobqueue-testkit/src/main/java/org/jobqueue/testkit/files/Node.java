package org.jobqueue.testkit.files;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file, link or directory of an immutable tree. Equal trees have the same fingerprint; that two
 * different ones have the same is as likely as two random numbers of 64 bits being the same.
 */
public sealed interface Node {
  /** Stands for everything below this node. */
  long fingerprint();

  /**
   * A regular file.
   *
   * @param id tells files of the same content apart; no part of the fingerprint
   */
  record File(Content content, long id) implements Node {
    @Override
    public long fingerprint() {
      return content.fingerprint();
    }
  }

  /** A symbolic link. */
  record Link(String target, long fingerprint) implements Node {
    static Link to(String target) {
      return new Link(target, Fingerprint.mix(Fingerprint.of(target) + 1));
    }
  }

  /** A directory; its names are sorted. */
  final class Directory implements Node {
    /** A directory without entries. */
    public static final Directory EMPTY = new Directory(new String[0], new Node[0], 0);

    private final String[] names;
    private final Node[] nodes;
    private final long sum;

    private Directory(String[] names, Node[] nodes, long sum) {
      this.names = names;
      this.nodes = nodes;
      this.sum = sum;
    }

    @Override
    public long fingerprint() {
      return Fingerprint.mix(sum + 2);
    }

    /** The names in it, sorted. */
    public List<String> names() {
      return List.of(names);
    }

    /** How many entries it has. */
    public int size() {
      return names.length;
    }

    /** The entry of that name. */
    public @Nullable Node get(String name) {
      int index = Arrays.binarySearch(names, name);
      return index < 0 ? null : nodes[index];
    }

    /** The same directory with one entry more, or another one of that name. */
    public Directory with(String name, Node node) {
      int index = Arrays.binarySearch(names, name);
      if (index >= 0) {
        Node[] changed = nodes.clone();
        changed[index] = node;
        return new Directory(names, changed, sum - part(name, nodes[index]) + part(name, node));
      }
      int at = -index - 1;
      String[] newNames = new String[names.length + 1];
      Node[] newNodes = new Node[names.length + 1];
      System.arraycopy(names, 0, newNames, 0, at);
      System.arraycopy(nodes, 0, newNodes, 0, at);
      newNames[at] = name;
      newNodes[at] = node;
      System.arraycopy(names, at, newNames, at + 1, names.length - at);
      System.arraycopy(nodes, at, newNodes, at + 1, names.length - at);
      return new Directory(newNames, newNodes, sum + part(name, node));
    }

    /** The same directory without an entry. */
    public Directory without(String name) {
      int at = Arrays.binarySearch(names, name);
      if (at < 0) {
        return this;
      }
      String[] newNames = new String[names.length - 1];
      Node[] newNodes = new Node[names.length - 1];
      System.arraycopy(names, 0, newNames, 0, at);
      System.arraycopy(nodes, 0, newNodes, 0, at);
      System.arraycopy(names, at + 1, newNames, at, newNames.length - at);
      System.arraycopy(nodes, at + 1, newNodes, at, newNames.length - at);
      return new Directory(newNames, newNodes, sum - part(name, nodes[at]));
    }

    private static long part(String name, Node node) {
      return Fingerprint.mix(Fingerprint.of(name) * 31 + node.fingerprint());
    }
  }
}
