package org.jobqueue.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddingTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  @TempDir Path directory;

  @Test
  void theProgramPrintsWhatItsSubJobsMade() throws Exception {
    Embedding.run(directory, out);
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("job 1 is DONE", "line 1", "line 2", "line 3");
  }

  @Test
  void theProgramWithGuiceRunsItsJob() {
    EmbeddingWithGuice.run(directory.resolve("queue"), out);
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).containsExactly("job 1 is DONE");
  }
}
