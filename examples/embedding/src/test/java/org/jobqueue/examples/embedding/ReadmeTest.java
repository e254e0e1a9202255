package org.jobqueue.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs in README.md are the ones that are compiled and tested here. */
class ReadmeTest {
  private static final Path TOP = Path.of("..", "..");

  @ParameterizedTest
  @CsvSource({
    "embedding/src/main/java/org/jobqueue/examples/embedding/Embedding.java, JobQueue queue =,"
        + " private static",
    "hello-plugin/src/main/java/com/example/hello/HelloPlugin.java, public final class, NEVER"
  })
  void theReadmeShowsThem(String file, String from, String before) throws IOException {
    String source = Files.readString(TOP.resolve("examples").resolve(file));
    int end = source.indexOf(before);
    String shown =
        source.substring(
            source.indexOf(from), end < 0 ? source.length() : source.lastIndexOf("}", end));
    assertThat(words(Files.readString(TOP.resolve("README.md")))).contains(words(shown));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
