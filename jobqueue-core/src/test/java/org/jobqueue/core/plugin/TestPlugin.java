package org.jobqueue.core.plugin;

import java.util.List;
import java.util.function.Function;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;

/** A plugin that a program brings. Equal plugins are the same plugin. */
record TestPlugin(String name, List<JobProcType<?>> types) implements JobProcPlugin {
  /** Parameters of a type that has none. */
  record None() {}

  /** A procedure that does nothing. */
  static final class Proc extends JobProc {
    Proc(String label) {
      super(label);
    }

    @Override
    public void run() {}
  }

  static TestPlugin of(String name, JobProcType<?>... types) {
    return new TestPlugin(name, List.of(types));
  }

  /** A type without parameters. */
  static JobProcType<None> type(String name) {
    return JobProcType.of(name, "does nothing", None.class, none -> new Proc(name));
  }

  /** The type {@code x} with these parameters, registered; its procedures have them as label. */
  static <P extends Record> RegisteredType registered(Class<P> parameters) {
    return registered(parameters, values -> new Proc(values.toString()));
  }

  /** The type {@code x} with these parameters, registered. */
  static <P extends Record> RegisteredType registered(
      Class<P> parameters, Function<P, JobProc> factory) {
    JobProcType<P> type = JobProcType.of("x", "an example", parameters, factory);
    ProcRegistry registry =
        ProcRegistry.builder().plugins(List.of(TestPlugin.of("Test", type))).build();
    return registry.require("x");
  }
}
