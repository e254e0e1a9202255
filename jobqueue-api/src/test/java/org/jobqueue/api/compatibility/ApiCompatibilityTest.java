package org.jobqueue.api.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jobqueue.api.CheckListener;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.event.JobListener;
import org.jobqueue.api.proc.JobContext;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.api.spi.JobQueueProvider;
import org.junit.jupiter.api.Test;

/**
 * The API is that of {@code api.txt}. With {@code -Dapi.update} it becomes that, and with {@code
 * -Dapi.breaking=REASON} even if it breaks its users; CONTRIBUTING.md says how.
 */
class ApiCompatibilityTest {
  /** Whoever writes a plugin, embeds a queue or tests either implements these. */
  private static final Set<String> IMPLEMENTED =
      Stream.of(
              JobProc.class,
              JobProcType.class,
              JobProcPlugin.class,
              JobContext.class,
              JobListener.class,
              CheckListener.class,
              JobQueueProvider.class)
          .map(Class::getName)
          .collect(Collectors.toSet());

  private static final ApiBaseline BASELINE =
      new ApiBaseline(Path.of("api.txt"), Path.of("api-breaks.md"), IMPLEMENTED);

  @Test
  void theApiIsThatOfTheBaseline() throws Exception {
    Path classes =
        Path.of(JobQueue.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    SortedSet<String> api = ApiDump.of(classes, JobQueue.class.getClassLoader());
    assertThat(api).hasSizeGreaterThan(400).contains("org.jobqueue.api.proc package null-marked");
    if (System.getProperty("api.update") != null) {
      BASELINE.update(api, System.getProperty("api.breaking", ""));
    }

    BASELINE.complaint(api).ifPresent(complaint -> fail(complaint));
  }
}
