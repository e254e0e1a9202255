package org.jobqueue.core.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.core.format.HistoryLine;
import org.jobqueue.core.format.HistoryName;
import org.jobqueue.core.fs.QueueFiles;
import org.jspecify.annotations.Nullable;

/** One file of the history, as far as it was read. It is opened anew for each part. */
final class HistoryFile {
  private static final int PART = 1 << 15;
  private static final byte[] NOTHING = new byte[0];

  private final QueueFiles files;
  private final HistoryName name;
  private final Path path;
  private final Consumer<String> problems;
  private byte[] buffer = NOTHING;
  private int position;
  private long offset;
  private boolean tooLong; // the rest of a line that is too long is passed over
  private boolean unreadable;
  private long lines;
  private @Nullable JobEvent head;
  private Instant key;
  private int vainLooks;
  private long lastLook;

  /**
   * A file that has not been read.
   *
   * @param problems is told of each line, and once of the file if it cannot be read
   */
  HistoryFile(QueueFiles files, Path path, HistoryName name, Consumer<String> problems) {
    this.files = files;
    this.name = name;
    this.path = path;
    this.problems = problems;
    this.key = Instant.ofEpochMilli(name.millis());
  }

  /** Its place among others: the time of the next event, or of the last if there is none now. */
  Instant key() {
    return key;
  }

  HistoryName name() {
    return name;
  }

  /** The next event; null if there is none now. */
  @Nullable JobEvent peek() {
    while (head == null) {
      int end = endOfLine();
      if (end >= 0) {
        byte[] line = Arrays.copyOfRange(buffer, position, end);
        position = end + 1;
        lines++;
        read(line);
      } else if (!readMore()) {
        return null;
      }
    }
    return head;
  }

  /** Takes the next event, which {@link #peek} has shown. */
  void take() {
    head = null;
  }

  private int endOfLine() {
    for (int i = position; i < buffer.length; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void read(byte[] line) {
    if (tooLong) {
      tooLong = false;
      problems.accept(where() + " is longer than " + HistoryLine.SIZE_LIMIT + " bytes");
      return;
    }
    try {
      JobEvent event = HistoryLine.parse(line);
      head = event;
      // A clock that was set back does not change the order of the events of one writer.
      key = event.time().isBefore(key) ? key : event.time();
    } catch (IOException e) {
      problems.accept(where() + " " + oneLine(String.valueOf(e.getMessage())));
    }
  }

  private static String oneLine(String message) {
    String text = message.replaceAll("\\s+", " ");
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }

  private String where() {
    return name + ": line " + lines;
  }

  private boolean readMore() {
    byte[] more;
    try {
      more = files.readFrom(path, offset, PART);
    } catch (IOException e) {
      if (!unreadable) {
        problems.accept(name + ": cannot be read: " + e);
      }
      unreadable = true;
      return false;
    }
    unreadable = false;
    if (more.length == 0) {
      return false;
    }
    offset += more.length;
    int rest = buffer.length - position;
    if (rest > HistoryLine.SIZE_LIMIT) {
      tooLong = true;
      rest = 0;
    }
    byte[] joined =
        Arrays.copyOf(Arrays.copyOfRange(buffer, position, position + rest), rest + more.length);
    System.arraycopy(more, 0, joined, rest, more.length);
    buffer = joined;
    position = 0;
    return true;
  }

  /** Remembers a look that is over, and gives memory back. */
  void looked(boolean inVain, long now) {
    vainLooks = inVain ? vainLooks + 1 : 0;
    lastLook = now;
    buffer =
        position == buffer.length ? NOTHING : Arrays.copyOfRange(buffer, position, buffer.length);
    position = 0;
  }

  /** Whether it is time to look again: the less happens in a file the less often. */
  boolean isDue(long now, long longestPause) {
    return vainLooks < 2 || now - lastLook >= Math.min(longestPause, longestPause / 32 * vainLooks);
  }

  /** Whether the file ends in the middle of a line, at this moment. */
  boolean endsInLine() {
    return head == null && (position < buffer.length || tooLong);
  }
}
