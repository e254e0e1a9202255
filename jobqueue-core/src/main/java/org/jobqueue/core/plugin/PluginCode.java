package org.jobqueue.core.plugin;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The way into the code of a plugin. While it runs, the thread's context class loader is that of
 * the plugin; whatever it throws, errors included, becomes a {@link PluginFault}. Only errors of
 * the virtual machine itself, such as an exhausted heap, go on as they are: they are not the
 * plugin's alone. A stack overflow is.
 */
final class PluginCode {
  private final @Nullable ClassLoader loader;

  PluginCode(@Nullable ClassLoader loader) {
    this.loader = loader;
  }

  /** The class loader of the plugin. */
  ClassLoader loader() {
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  /** Runs code of the plugin and returns what it returns, which may be null against its promise. */
  <T extends @Nullable Object> T call(Callable<T> code) throws PluginFault {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader());
    try {
      return code.call();
    } catch (PluginFault fault) {
      throw fault;
    } catch (Throwable thrown) {
      throw contain(thrown);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static PluginFault contain(Throwable thrown) {
    Throwable inner = PluginFault.unwrap(thrown);
    if (inner instanceof VirtualMachineError error && !(inner instanceof StackOverflowError)) {
      throw error;
    }
    if (inner instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return PluginFault.thrown(thrown);
  }
}
