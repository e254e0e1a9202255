package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;

/**
 * The files and directories of a hierarchy that has been written and is to be committed: all that
 * has to be on disk before the one rename that makes it visible.
 */
final class HierarchyPaths {
  private final QueueDirectory queue;
  private final JobId root;
  private final List<JobDefinition> definitions;
  private final Set<Path> known = new HashSet<>(); // directories of jobs
  private final List<Path> files = new ArrayList<>();
  private final List<Path> directories = new ArrayList<>();

  HierarchyPaths(QueueDirectory queue, JobId root, List<JobDefinition> definitions) {
    this.queue = queue;
    this.root = root;
    this.definitions = definitions;
  }

  /**
   * The definitions, the link files, all directories up to {@code jobs/}, and what procedures left.
   * Empty files are not among them: there is no more to them than their names.
   *
   * <p>Files come before directories: a file system with a journal takes many files' blocks into
   * one commit, after which little is left to be done for the directories.
   *
   * @param postCreate whether procedures may have left files in any of the directories
   */
  List<Path> collect(boolean postCreate) throws IOException {
    for (JobDefinition definition : definitions) {
      known.add(queue.layout().job(definition.node().id()));
    }
    for (JobDefinition definition : definitions) {
      JobId id = definition.node().id();
      files.add(queue.layout().definition(id));
      boolean parent = !definition.subJobs().isEmpty();
      if (postCreate) {
        addTree(queue.layout().files(id));
      }
      if (parent) {
        addTree(queue.layout().subJobs(id)); // link files
        directories.add(queue.layout().latch(id));
      }
      if (definition.hasChunks()) {
        directories.add(queue.layout().chunkLatch(id));
      }
      boolean forcedWithCommit = id.isRoot() && queue.options().durability() == Durability.FULL;
      if (!forcedWithCommit || definition.total() > 1) {
        directories.add(queue.layout().job(id));
      }
    }
    if (definitions.size() > 1) {
      addTree(queue.layout().job(root).resolve(QueueLayout.REPOSITORY));
    }
    directories.add(queue.layout().jobBucket(root.number()));
    directories.add(queue.layout().jobs());
    List<Path> all = new ArrayList<>(files);
    all.addAll(directories);
    return all;
  }

  /** A directory, if there is one, but not the directories of jobs in it: they have their turn. */
  private void addTree(Path directory) throws IOException {
    List<String> names;
    try {
      names = queue.files().list(directory);
    } catch (NoSuchFileException e) {
      return;
    }
    for (String name : names) {
      Path path = directory.resolve(name);
      if (known.contains(path)) {
        continue;
      }
      switch (queue.files().kind(path)) {
        case FILE -> files.add(path);
        case DIRECTORY -> addTree(path);
        case LINK, OTHER, MISSING -> {}
      }
    }
    directories.add(directory);
  }
}
