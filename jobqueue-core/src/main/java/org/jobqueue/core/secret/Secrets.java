package org.jobqueue.core.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.proc.JobFailedException;
import org.jobqueue.api.proc.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Looks up secrets on this host.
 *
 * @param environment the variables of the worker
 */
public record Secrets(Map<String, String> environment) {
  private static final String ENV = "env:";
  private static final String FILE = "file:";
  private static final int SHORTEST = 4;
  private static final int LARGEST_FILE = 1 << 16;

  /** Those of this process. */
  public static Secrets ofProcess() {
    return new Secrets(System.getenv());
  }

  /**
   * The value.
   *
   * @throws JobFailedException if it is not to be had here
   */
  public String value(Secret secret) {
    String reference = secret.reference();
    String value =
        reference.startsWith(ENV)
            ? ofVariable(reference.substring(ENV.length()))
            : ofFile(reference.substring(FILE.length()));
    if (value.length() < SHORTEST) {
      throw missing(secret, "it has less than " + SHORTEST + " characters", null);
    }
    return value;
  }

  private String ofVariable(String name) {
    String value = environment.get(name);
    if (value == null) {
      throw missing(new Secret(ENV + name), "the worker has no environment variable " + name, null);
    }
    return value;
  }

  private static String ofFile(String text) {
    Secret secret = new Secret(FILE + text);
    try {
      Path file = Path.of(text);
      if (!file.isAbsolute()) {
        throw missing(secret, "a file is named by its full path", null);
      }
      if (!Files.isRegularFile(file)) {
        throw missing(secret, "there is no such file", null);
      }
      requireOthersKeptOut(secret, file);
      if (Files.size(file) > LARGEST_FILE) {
        throw missing(secret, "the file is larger than " + LARGEST_FILE + " bytes", null);
      }
      return withoutEnd(Files.readString(file, UTF_8));
    } catch (InvalidPathException | IOException e) {
      throw missing(secret, "the file cannot be read: " + e.getMessage(), e);
    }
  }

  private static void requireOthersKeptOut(Secret secret, Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
      throw missing(secret, "everyone can read the file; run: chmod o-r " + file, null);
    }
  }

  private static String withoutEnd(String content) {
    int end = content.length();
    while (end > 0 && (content.charAt(end - 1) == '\n' || content.charAt(end - 1) == '\r')) {
      end--;
    }
    return content.substring(0, end);
  }

  private static JobFailedException missing(Secret secret, String why, @Nullable Exception cause) {
    return new JobFailedException(
        ErrorClass.WORKER,
        "the secret " + secret.reference() + " is not to be had on this host: " + why,
        cause);
  }
}
