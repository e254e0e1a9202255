package org.jobqueue.core.plugin;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Collection;
import java.util.Map;
import org.jobqueue.api.InvalidParameterException;
import org.jspecify.annotations.Nullable;

/**
 * A place in the parameters of a job, for messages.
 *
 * @param jobType the job type
 * @param path the name of the parameter, and the way down into its value: {@code arguments[2]},
 *     {@code environment.PATH}; empty for all parameters
 * @param origin a note on where the value comes from, empty if from the caller
 */
record Where(String jobType, String path, String origin) {
  private static final int LONGEST_TEXT = 60;

  /** The parameters that the caller gives. */
  static Where parametersOf(String jobType) {
    return new Where(jobType, "", "");
  }

  /** The parameters that the queue gives. */
  static Where queueDefaultsOf(String jobType) {
    return new Where(jobType, "", " (from the defaults of the queue, in its queue.json)");
  }

  /** The value of a component or of a key. */
  Where child(String name) {
    return new Where(jobType, path.isEmpty() ? name : path + "." + name, origin);
  }

  /** An element of a list. */
  Where element(int index) {
    return new Where(jobType, path + "[" + index + "]", origin);
  }

  /** The sentence that begins with "parameter 'path' of job type 'x'". */
  InvalidParameterException refuse(String problem) {
    return new InvalidParameterException(jobType, path, problem + origin);
  }

  /** The refusal of a value of another type. */
  InvalidParameterException mismatch(String expected, @Nullable Object value) {
    return refuse("expects " + expected + ", but is " + describe(value));
  }

  private static String describe(@Nullable Object value) {
    if (value == null) {
      return "null";
    } else if (value instanceof CharSequence text) {
      return "the text " + quote(text.toString());
    } else if (value instanceof Number) {
      return "the number " + shorten(value.toString());
    } else if (value instanceof Boolean) {
      return value.toString();
    } else if (value instanceof Collection) {
      return "a list";
    } else if (value instanceof Map) {
      return "a map";
    }
    return "an object of " + value.getClass().getName();
  }

  private static String quote(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(shorten(text))) + '"';
  }

  private static String shorten(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }
}
