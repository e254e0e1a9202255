package org.jobqueue.core.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The permissions that a shared directory hands down to all that is made in it, whatever the umask
 * of the process takes away: those it has for the group if the group may write it, and those for
 * others if they may. What is not of that group, because the directory does not hand down its
 * group, gets none for it. Nothing is handed down otherwise, so that whoever keeps a queue to
 * himself, by his umask or by its directory, still does.
 *
 * <p>A process that finds on the first directory, or file, that it makes that nothing is lacking
 * does not look again. Thread-safe.
 */
final class SharedPermissions {
  /** Nothing is handed down. */
  static final SharedPermissions NONE = new SharedPermissions(0, -1);

  private static final Logger LOG = LoggerFactory.getLogger(SharedPermissions.class);
  private static final String MODE = "unix:mode"; // with the bits beyond permissions
  private static final int OF_GROUP = 0070;
  private static final int OF_OTHERS = 0007;
  private static final int WRITING = 0222;
  private static final int READING = 0444;
  private static final int BEYOND_PERMISSIONS = 07000;
  private static final String GROUP = "unix:gid";
  private static final int MOST_FAILURES = 10;

  private final int forDirectories;
  private final int forFiles;
  private final int group;
  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean directoriesHaveThem;
  private volatile boolean filesHaveThem;

  private SharedPermissions(int handedDown, int group) {
    this.group = group;
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
      return new SharedPermissions(handedDown, (int) Files.getAttribute(directory, GROUP));
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

  /** Hands them down to something whose permissions were set otherwise. */
  void handDownAgain(Path changed) {
    boolean directory = Files.isDirectory(changed, LinkOption.NOFOLLOW_LINKS);
    int wanted = directory ? forDirectories : forFiles;
    if (wanted != 0) {
      boolean unused = haveThem(changed, wanted);
    }
  }

  /**
   * Adds what is lacking; true if nothing was, or if this file system seems to keep no such bits.
   * Those of the group are for that of the shared directory alone.
   */
  private boolean haveThem(Path made, int all) {
    try {
      int mode = mode(made);
      int wanted = group == (int) Files.getAttribute(made, GROUP) ? all : all & ~OF_GROUP;
      if ((mode & wanted) == wanted) {
        return true;
      }
      Files.setAttribute(made, MODE, mode | wanted);
      if ((mode(made) & wanted) == wanted) {
        failures.set(0);
        return false;
      }
    } catch (NoSuchFileException e) {
      return false; // removed meanwhile
    } catch (IOException e) {
      LOG.debug("the permissions of {} cannot be changed", made, e);
    }
    return failures.incrementAndGet() >= MOST_FAILURES;
  }

  /**
   * Sets the permission bits of a file or directory and keeps the bits beyond them, such as the one
   * by which a directory hands down its group.
   */
  static void set(Path path, Set<PosixFilePermission> permissions) throws IOException {
    boolean hasMode = path.getFileSystem().supportedFileAttributeViews().contains("unix");
    int beyond = hasMode ? mode(path) & BEYOND_PERMISSIONS : 0;
    Path unused = Files.setPosixFilePermissions(path, permissions);
    if (beyond != 0) {
      unused = Files.setAttribute(path, MODE, mode(path) | beyond);
    }
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, MODE);
  }
}
