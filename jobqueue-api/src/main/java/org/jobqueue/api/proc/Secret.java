package org.jobqueue.api.proc;

import java.util.regex.Pattern;

/**
 * Where something is that must not be written down: a password, a token, a key. Parameters of this
 * type have the reference as their value, and so does everything that is kept of the job; {@link
 * JobContext#reveal} looks up what it stands for when the job runs, on the host where it runs.
 *
 * @param reference {@code env:NAME}, an environment variable of the worker, or {@code
 *     file:/full/path}, the content of a file without line ends behind it
 */
public record Secret(String reference) {
  private static final Pattern FORM = Pattern.compile("env:[A-Za-z_]\\w*|file:.+");

  /**
   * Checks the form. The message of the exception does not repeat the text, which may be the secret
   * itself, given by mistake.
   *
   * @throws IllegalArgumentException if the text is no reference
   */
  public Secret {
    if (!isReference(reference)) {
      throw new IllegalArgumentException(
          "a secret is given as env:NAME or file:/full/path, never as the secret itself");
    }
  }

  /** Whether a text has the form of a reference. */
  public static boolean isReference(String text) {
    return FORM.matcher(text).matches();
  }
}
