package org.jobqueue.procs.command;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DumpEnvProcTest {
  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-03T04:05:06Z"), UTC);

  private final RecordingContext context =
      new RecordingContext(Path.of("/q/job12/job0"), Path.of("/q/job12/job0/attempt3"));

  @Test
  void tellsHowTheJobIsRun() throws Exception {
    dump(Optional.empty(), Map.of("B", "two\nlines", "A", "x=y"));
    assertThat(context.stdoutFile())
        .startsWith("time: 2026-02-03T04:05:06Z\nhost: ")
        .contains("\nuser: " + System.getProperty("user.name") + "\n")
        .contains("\nJava: " + System.getProperty("java.version") + " (")
        .contains("\nworking directory of the worker: " + System.getProperty("user.dir") + "\n")
        .contains("\njob: 12/0\nattempt: 3\n")
        .contains("\njob directory: " + Path.of("/q/job12/job0") + "\n")
        .contains("\nattempt directory: " + Path.of("/q/job12/job0/attempt3") + "\n")
        .endsWith("\n\nA=x=y\nB=two\\nlines\n");
    assertThat(context.statusLines).hasSize(1);
    assertThat(context.statusLines.get(0)).startsWith("2 environment variables on ");
  }

  @Test
  void theTitleIsTheFirstLineAndTheLabel() throws Exception {
    DumpEnvProc proc = dump(Optional.of("render node"), Map.of());
    assertThat(context.stdoutFile()).startsWith("render node\ntime: ");
    assertThat(proc.label()).isEqualTo("render node");
  }

  @Test
  void withoutATitleTheLabelIsTheType() {
    assertThat(new DumpEnvProc(new DumpEnvParameters(Optional.empty())).label())
        .isEqualTo("dumpenv");
  }

  private DumpEnvProc dump(Optional<String> title, Map<String, String> environment)
      throws Exception {
    DumpEnvProc proc = new DumpEnvProc(new DumpEnvParameters(title), CLOCK, environment);
    proc.runIn(context);
    return proc;
  }
}
