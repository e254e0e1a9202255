package org.jobqueue.cli;

import java.util.List;
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

  /**
   * Reads several.
   *
   * @throws UsageException if a word is no job id
   */
  static List<JobId> parse(List<String> words) {
    return words.stream().map(JobIds::parse).toList();
  }

  private static JobId parse(String word) {
    try {
      return JobId.parse(word);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }
}
