package org.jobqueue.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The signals of this process. A shutdown hook would not do: it cannot tell a second signal from
 * the first, and the program has no say in its exit code. The JDK's own class for signals is
 * reached by reflection, because the compiler warns of it and not every JDK must have it; without
 * it a signal ends the program at once.
 */
final class ProcessSignals implements Signals {
  @Override
  public Watch listen(Consumer<Kind> action) {
    List<Runnable> undo = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      try {
        undo.add(handle(kind.signal(), () -> action.accept(kind)));
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        // This signal does not exist here, or is in use: it keeps its meaning.
      }
    }
    return () -> undo.forEach(Runnable::run);
  }

  private static Runnable handle(String name, Runnable action) throws ReflectiveOperationException {
    Class<?> signalType = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object signal = signalType.getConstructor(String.class).newInstance(name);
    Object handler =
        Proxy.newProxyInstance(
            handlerType.getClassLoader(),
            new Class<?>[] {handlerType},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "handle" -> {
                    action.run();
                    yield null;
                  }
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  default -> "handler of " + name;
                });
    var register = signalType.getMethod("handle", signalType, handlerType);
    Object former = register.invoke(null, signal, handler);
    return () -> {
      try {
        register.invoke(null, signal, former);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("cannot restore the handler of " + name, e);
      }
    };
  }
}
