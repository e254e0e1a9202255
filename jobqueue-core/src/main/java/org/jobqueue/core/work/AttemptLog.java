package org.jobqueue.core.work;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.core.secret.Redaction;
import org.jspecify.annotations.Nullable;

/** One of the two log files of an attempt, made when the first byte is written. Thread-safe. */
final class AttemptLog extends OutputStream {
  private final QueueFiles files;
  private final Path file;
  private final Runnable sign;
  private final Redaction redaction;
  private final long limit;
  private @Nullable PrintStream printer; // made when asked for: its buffers are large
  private @Nullable OutputStream out;
  private @Nullable IOException failure;
  private boolean closed;

  /**
   * A log that is not there yet.
   *
   * @param redaction takes out what must not be kept
   * @param sign called whenever something is written
   */
  AttemptLog(QueueFiles files, Path file, long limit, Redaction redaction, Runnable sign) {
    this.redaction = redaction;
    this.sign = sign;
    this.files = files;
    this.file = file;
    this.limit = limit;
  }

  synchronized PrintStream printer() {
    PrintStream present = printer;
    if (present == null) {
      present = new PrintStream(this, true, StandardCharsets.UTF_8);
      printer = present;
    }
    return present;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      return; // a thread that the procedure left behind
    }
    try {
      if (out == null) {
        out = redaction.before(new LogLimit(files.openOutput(file), limit));
      }
      out.write(bytes, offset, length);
      sign.run();
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
  }

  /** The first failure to write, if any: a print stream swallows them. */
  synchronized @Nullable IOException failure() {
    return failure;
  }
}
