package org.jobqueue.api.proc;

import java.util.function.Function;

/** The type behind {@link JobProcType#of}. */
record SimpleJobProcType<P extends Record>(
    String name, String description, Class<P> parameters, Function<P, JobProc> factory)
    implements JobProcType<P> {
  @Override
  public JobProc create(P values) {
    return factory.apply(values);
  }
}
