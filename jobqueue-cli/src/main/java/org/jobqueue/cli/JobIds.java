package org.jobqueue.cli;

import org.jobqueue.api.JobId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads job ids of the command line. */
final class JobIds implements ITypeConverter<JobId> {
  @Override
  public JobId convert(String text) {
    try {
      return JobId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
