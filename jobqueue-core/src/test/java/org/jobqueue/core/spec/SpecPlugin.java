package org.jobqueue.core.spec;

import java.util.List;
import java.util.stream.Stream;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;

/** The job types of the tests of this package. */
public final class SpecPlugin implements JobProcPlugin {
  @Override
  public String name() {
    return "spec";
  }

  @Override
  public List<JobProcType<?>> types() {
    return Stream.concat(TraceJobs.types().stream(), PlainJobs.types().stream()).toList();
  }
}
