package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobId;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.path.Platform;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.Observation;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.core.fs.QueueFiles.Kind;

/**
 * The directory of an existing queue with its settings: what every operation of the protocol works
 * on.
 *
 * @param layout where everything lies
 * @param options the settings of the queue
 * @param environment files, time, chance and processes
 * @param events is told what is done
 * @param logLimit the most bytes of each log file of an attempt
 */
public record QueueDirectory(
    QueueLayout layout,
    QueueOptions options,
    Environment environment,
    Events events,
    long logLimit) {
  /** A directory in which nobody is told what is done. */
  public QueueDirectory(QueueLayout layout, QueueOptions options, Environment environment) {
    this(layout, options, environment, Events.NONE, Observation.DEFAULT_LOG_LIMIT);
  }

  /** What a path of any platform is called on this machine. */
  public String here(String path) {
    return options.pathMap().translate(path, Platform.current());
  }

  /** A copy with another {@link #logLimit()}. */
  public QueueDirectory withLogLimit(long value) {
    return new QueueDirectory(layout, options, environment, events, value);
  }

  /** The file system. */
  public QueueFiles files() {
    return environment.files();
  }

  /** The time for people. */
  public Instant now() {
    return environment.clock().instant();
  }

  /** Nanoseconds of the lease. */
  public long leaseNanos() {
    return options.lease().toNanos();
  }

  /** Nanoseconds between two heartbeats: a quarter of the lease. */
  public long beatNanos() {
    return leaseNanos() / 4;
  }

  /**
   * The definition of a job, of a chunk from that of its block; a message for people if it cannot
   * be read.
   *
   * @throws NoSuchFileException if there is none; a client that has once asked for it in vain may
   *     believe that for a while, so the listing of its directory decides
   */
  public JobDefinition definition(JobId id) throws IOException {
    if (id.isChunk()) {
      return definition(id.block()).ofChunk(id);
    }
    Path file = layout.definition(id);
    byte[] content;
    try {
      content = files().read(file, JobDefinition.SIZE_LIMIT);
    } catch (NoSuchFileException e) {
      if (!listOrEmpty(layout.job(id)).contains(QueueLayout.DEFINITION)) {
        throw e;
      }
      content = readListed(file, id);
    } catch (IOException e) {
      if (files().kind(file) == Kind.DIRECTORY) {
        throw new JobDefinition.DamagedException("the definition job.json is a directory", e);
      }
      throw e;
    }
    return JobDefinition.parse(content, id);
  }

  private byte[] readListed(Path file, JobId id) throws IOException {
    try {
      return files().read(file, JobDefinition.SIZE_LIMIT);
    } catch (NoSuchFileException e) {
      throw new IOException("the definition of job " + id + " is not visible here yet", e);
    }
  }

  /** The names in a directory; none if it is missing, or if a stray file has its name. */
  public List<String> listOrEmpty(Path directory) throws IOException {
    try {
      return files().list(directory);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  /**
   * Makes sure that the directory is that of the queue, and not gone, or the empty one of a file
   * system that is not mounted: what was not found there means nothing then.
   *
   * @throws NoSuchFileException if it is not
   */
  public void requireThere() throws IOException {
    Path name = layout.configuration().getFileName();
    if (name == null || !files().list(layout.location()).contains(name.toString())) {
      throw new NoSuchFileException(layout.location().toString(), null, "is gone or not mounted");
    }
  }

  /** Makes a file whose directories may be missing; an existing one is as good. */
  public void createWithDirectories(Path file) throws IOException {
    while (true) {
      try {
        files().createFile(file, new byte[0]);
        return;
      } catch (FileAlreadyExistsException e) {
        return;
      } catch (NoSuchFileException e) {
        createDirectories(QueueLayout.directoryOf(file));
      }
    }
  }

  /** Makes a directory and those above it, within the queue. */
  public void createDirectories(Path directory) throws IOException {
    if (!directory.startsWith(layout.location()) || directory.equals(layout.location())) {
      throw new NoSuchFileException(layout.location().toString());
    }
    try {
      files().createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      // somebody was quicker
    } catch (NoSuchFileException e) {
      createDirectories(QueueLayout.directoryOf(directory));
      createDirectories(directory);
    }
  }

  /** Removes a file; one that is gone already is as good. */
  public void deleteFileIfExists(Path file) throws IOException {
    try {
      files().deleteFile(file);
    } catch (NoSuchFileException e) {
      // gone already, or this was a repetition
    }
  }

  /** Forces payload to disk unless the queue was created to do without. */
  void syncPayload(Collection<Path> filesAndDirectories) throws IOException {
    if (options.durability() != Durability.NONE && !filesAndDirectories.isEmpty()) {
      files().sync(filesAndDirectories);
    }
  }

  /** Forces a transition to disk if the queue was created so. */
  public void syncTransition(Path stateDirectory) throws IOException {
    if (options.durability() == Durability.FULL) {
      files().sync(List.of(stateDirectory));
    }
  }

  /** Like {@link #syncPayload}; what is gone was removed for good. */
  void syncPayloadIfThere(Collection<Path> filesAndDirectories) throws IOException {
    try {
      syncPayload(filesAndDirectories);
    } catch (NoSuchFileException e) {
      // deleted meanwhile; the others are on disk
    }
  }

  /** Like {@link #syncTransition}, of several; one that is gone was removed for good. */
  void syncTransitionsIfThere(Collection<Path> directories) throws IOException {
    try {
      if (options.durability() == Durability.FULL) {
        files().sync(directories);
      }
    } catch (NoSuchFileException e) {
      // deleted meanwhile; the others are on disk
    }
  }

  /**
   * Writes why a job fails and forces it to disk, before the register says that it has failed. A
   * file that is there already is from an earlier try of the same operation.
   */
  public void writeError(Path file, byte[] error) throws IOException {
    try {
      files().createFile(file, error);
    } catch (FileAlreadyExistsException e) {
      // perhaps it was not forced
    }
    syncPayload(List.of(file));
  }
}
