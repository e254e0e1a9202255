package org.jobqueue.core.format;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jobqueue.api.LimitScope;
import org.jobqueue.api.LimitStatus;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code limits/<name>/limit.json}.
 *
 * @param count how many tokens there are
 * @param scope whether they are those of the farm or of each host
 */
public record LimitDefinition(int count, LimitScope scope) {
  /** The largest file that is read, in bytes. */
  public static final int SIZE_LIMIT = 1 << 16;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,59}");

  /**
   * Checks the count.
   *
   * @throws IllegalArgumentException if it is not from 1 to 1,000
   */
  public LimitDefinition {
    if (count < 1 || count > LimitStatus.HIGHEST_COUNT) {
      throw new IllegalArgumentException(
          "the count of a limit is "
              + count
              + "; it must be from 1 to "
              + LimitStatus.HIGHEST_COUNT);
    }
  }

  /** Whether a limit may have that name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * The name itself.
   *
   * @throws IllegalArgumentException if no limit may have it
   */
  public static String requireName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' cannot be the name of a limit; expected 1 to 60 letters (a to z), digits, '-',"
              + " '_' and '.', the first of them a letter, a digit or '_'");
    }
    return name;
  }

  /** The content of the file. */
  public byte[] toBytes() {
    return Json.writePretty(new Fields(count, scope.text()));
  }

  /**
   * Reads the content of the file.
   *
   * @throws IOException if it is no definition of a limit
   */
  public static LimitDefinition parse(byte[] content) throws IOException {
    Fields fields = Json.read(content, Fields.class);
    if (fields.count() == null) {
      throw new IOException("has no count");
    }
    try {
      return new LimitDefinition(fields.count(), scope(fields.scope()));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static LimitScope scope(@Nullable String text) throws IOException {
    for (LimitScope scope : LimitScope.values()) {
      if (scope.text().equals(text)) {
        return scope;
      }
    }
    throw new IOException("the scope is " + text + "; it must be farm or host");
  }

  private record Fields(
      @JsonProperty("count") @Nullable Integer count,
      @JsonProperty("scope") @Nullable String scope) {}
}
