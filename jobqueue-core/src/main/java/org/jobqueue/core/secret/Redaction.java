package org.jobqueue.core.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jobqueue.api.JobError;

/** Takes the secrets of an attempt out of what is kept of it. Thread-safe. */
public final class Redaction {
  /** What takes the place of a secret. */
  static final String MARK = "***";

  /** The shortest line of a secret of several lines that is taken out by itself. */
  private static final int SHORTEST_LINE = 8;

  private final List<String> secrets = new CopyOnWriteArrayList<>();

  /** With nothing to take out. */
  public Redaction() {}

  /** Takes out this value, and each long line of it, from now on. */
  public void add(String secret) {
    Stream.concat(Stream.of(secret), secret.lines().filter(line -> line.length() >= SHORTEST_LINE))
        .filter(text -> !secrets.contains(text))
        .forEach(secrets::add);
    secrets.sort(Comparator.comparingInt(String::length).reversed());
  }

  /** The text without secrets. */
  public String in(String text) {
    String redacted = text;
    for (String secret : secrets) {
      redacted = redacted.replace(secret, MARK);
    }
    return redacted;
  }

  /** The error without secrets. */
  public JobError in(JobError error) {
    Optional<String> traceback = error.traceback().map(this::in);
    return new JobError(in(error.message()), error.exitCode(), traceback, error.errorClass());
  }

  /** A stream that takes the secrets out of what is written to another. Not thread-safe. */
  public OutputStream before(OutputStream out) {
    return new RedactingOutput(out, this::bytes);
  }

  private List<byte[]> bytes() {
    return secrets.stream().map(secret -> secret.getBytes(UTF_8)).toList();
  }
}
