package org.jobqueue.core.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a running attempt says of itself: the content of {@code status.json} in its directory.
 *
 * @param progress percent, or null if it has not said
 * @param status one line, or null if it has not said
 */
public record AttemptStatus(@Nullable Integer progress, @Nullable String status) {
  /** The file name. */
  public static final String FILE = "status.json";

  /** The largest file that is read, in bytes. */
  public static final int SIZE_LIMIT = 1 << 20;

  /** Nothing said yet. */
  public static final AttemptStatus NOTHING = new AttemptStatus(null, null);

  /** The content of the file. */
  public byte[] toBytes() {
    return Json.write(this);
  }

  /**
   * Reads the content of the file.
   *
   * @throws IOException if it is no status
   */
  public static AttemptStatus parse(byte[] content) throws IOException {
    return Json.read(content, AttemptStatus.class);
  }
}
