package org.jobqueue.core.format;

import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which process on which machine: the content of {@code workers/<worker>/info.json} and of an
 * intent. Only a process that sees the same boot and the same process-id namespace may conclude
 * from it that the other one is dead.
 *
 * @param host for people
 * @param bootId identifies one run of the operating system; null where unknown
 * @param pidNamespace identifies what the process id means; null where unknown
 * @param pid the process id
 * @param startTicks when the process started, in a unit of the operating system; null where unknown
 */
public record ProcessIdentity(
    String host,
    @Nullable String bootId,
    @Nullable String pidNamespace,
    long pid,
    @Nullable String startTicks) {
  /** The largest file that is read, in bytes. */
  public static final int SIZE_LIMIT = 1 << 16;

  private static final int LONGEST_HOST = 30;
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9-]");

  /** How the names begin that this process makes for its workers and operations: host and id. */
  public String tokenPrefix() {
    String name = NOT_IN_NAMES.matcher(host).replaceAll("-");
    return name.substring(0, Math.min(name.length(), LONGEST_HOST)) + "_" + pid + "_";
  }

  /** The content of the file. */
  public byte[] toBytes() {
    return Json.write(this);
  }

  /**
   * Reads the content of the file.
   *
   * @throws IOException if it is no identity
   */
  public static ProcessIdentity parse(byte[] content) throws IOException {
    return Json.read(content, ProcessIdentity.class);
  }

  /** True if this process and the other can see each other's process ids. */
  public boolean sharesProcessIdsWith(ProcessIdentity other) {
    return bootId != null
        && bootId.equals(other.bootId)
        && pidNamespace != null
        && pidNamespace.equals(other.pidNamespace);
  }
}
