package org.jobqueue.procs.render;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.core.plugin.ProcRegistry;

/** Parameters as they are made of what is submitted. */
final class Bound {
  private Bound() {}

  static <P extends Record> P to(Class<P> type, String name, Map<String, Object> values) {
    AtomicReference<P> bound = new AtomicReference<>();
    JobProcPlugin plugin =
        () ->
            List.of(
                JobProcType.of(
                    name,
                    "",
                    type,
                    parameters -> {
                      bound.set(parameters);
                      return new Nothing();
                    }));
    ProcRegistry.builder().plugins(List.of(plugin)).build().require(name).create(values);
    return java.util.Objects.requireNonNull(bound.get());
  }

  private static final class Nothing extends JobProc {
    Nothing() {
      super("nothing");
    }

    @Override
    public void run() {}
  }
}
