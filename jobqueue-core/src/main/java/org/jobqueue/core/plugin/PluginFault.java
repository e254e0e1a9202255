package org.jobqueue.core.plugin;

import java.lang.reflect.InvocationTargetException;
import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/** What is wrong with a plugin, in words for the person who installed it. */
final class PluginFault extends Exception {
  private static final long serialVersionUID = 1L;

  PluginFault(String message) {
    super(message);
  }

  private PluginFault(String message, Throwable cause) {
    super(message, cause);
  }

  /** The fault of code that threw; its cause is what the code threw, without wrappers. */
  static PluginFault thrown(Throwable thrown) {
    return new PluginFault(explain(thrown), unwrap(thrown));
  }

  /** The message, which is never absent. */
  String message() {
    return String.valueOf(getMessage());
  }

  /** What lies inside of the wrappers that reflection, initialisers and the service loader add. */
  static Throwable unwrap(Throwable thrown) {
    Throwable inner = wrappedOrNull(thrown);
    return inner == null ? thrown : unwrap(inner);
  }

  private static String explain(Throwable thrown) {
    Throwable inner = wrappedOrNull(thrown);
    if (thrown instanceof ServiceConfigurationError) {
      return thrown.getMessage() + (inner == null ? "" : ": " + explain(inner));
    }
    return inner == null ? thrown.toString() : explain(inner);
  }

  private static @Nullable Throwable wrappedOrNull(Throwable thrown) {
    boolean wrapper =
        thrown instanceof InvocationTargetException
            || thrown instanceof ExceptionInInitializerError
            || thrown instanceof ServiceConfigurationError;
    return wrapper ? thrown.getCause() : null;
  }
}
