package org.jobqueue.core.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The permissions that a shared directory hands down to all that is made in it, whatever the umask
 * of the process takes away: those it has for the group if the group may write it, and those for
 * others if they may. Nothing is handed down otherwise, so that whoever keeps a queue to himself,
 * by his umask or by its directory, still does.
 *
 * <p>A process that finds on the first directory, or file, that it makes that nothing is lacking
 * does not look again. Thread-safe.
 */
final class SharedPermissions {
  /** Nothing is handed down. */
  static final SharedPermissions NONE = new SharedPermissions(0);

  private static final Logger LOG = LoggerFactory.getLogger(SharedPermissions.class);
  private static final String MODE = "unix:mode"; // with the bits beyond permissions
  private static final int OF_GROUP = 0070;
  private static final int OF_OTHERS = 0007;
  private static final int WRITING = 0222;
  private static final int READING = 0444;
  private static final int BEYOND_PERMISSIONS = 07000;

  private final int forDirectories;
  private final int forFiles;
  private volatile boolean directoriesHaveThem;
  private volatile boolean filesHaveThem;

  private SharedPermissions(int handedDown) {
    this.forDirectories = handedDown;
    this.forFiles = handedDown & READING;
    this.directoriesHaveThem = forDirectories == 0;
    this.filesHaveThem = forFiles == 0;
  }

  /** Those that a directory hands down; none where there are no such bits. */
  static SharedPermissions of(Path directory) throws IOException {
    try {
      int mode = mode(directory);
      int handedDown = 0;
      for (int who : new int[] {OF_GROUP, OF_OTHERS}) {
        if ((mode & who & WRITING) != 0) {
          handedDown |= mode & who;
        }
      }
      return new SharedPermissions(handedDown);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return NONE;
    }
  }

  /** Hands them down to a directory that this process has just made. */
  void handDownToDirectory(Path made) {
    if (!directoriesHaveThem) {
      directoriesHaveThem = haveThem(made, forDirectories);
    }
  }

  /** Hands those for reading down to a file that this process has just made. */
  void handDownToFile(Path made) {
    if (!filesHaveThem) {
      filesHaveThem = haveThem(made, forFiles);
    }
  }

  /** Adds what is lacking; true if nothing was, or if this file system keeps no such bits. */
  private static boolean haveThem(Path made, int wanted) {
    try {
      int mode = mode(made);
      if ((mode & wanted) == wanted) {
        return true;
      }
      Files.setAttribute(made, MODE, mode | wanted);
      return (mode(made) & wanted) != wanted;
    } catch (NoSuchFileException e) {
      return false; // removed meanwhile
    } catch (IOException e) {
      LOG.debug("the permissions of {} cannot be changed", made, e);
      return true;
    }
  }

  /**
   * Sets the permission bits of a file or directory and keeps the bits beyond them, such as the one
   * by which a directory hands down its group.
   */
  static void set(Path path, Set<PosixFilePermission> permissions) throws IOException {
    int beyond = mode(path) & BEYOND_PERMISSIONS;
    Path unused = Files.setPosixFilePermissions(path, permissions);
    if (beyond != 0) {
      unused = Files.setAttribute(path, MODE, mode(path) | beyond);
    }
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, MODE);
  }
}
