package org.jobqueue.api.proc;

import java.util.function.Function;

/** A type made of its parts. */
record SimpleJobProcType<P extends Record>(
    String name, int version, String description, Class<P> parameters, Function<P, JobProc> factory)
    implements JobProcType<P> {
  @Override
  public JobProc create(P values) {
    return factory.apply(values);
  }
}
