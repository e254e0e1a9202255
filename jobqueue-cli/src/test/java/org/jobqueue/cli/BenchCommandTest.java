package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BenchCommandTest {
  private static final String NAMES =
      "submit, submit-tree, drain, drain-two, block, flat, full, dag, list, idle, idle-200";

  @TempDir Path directory;
  private CliTester cli;

  @BeforeEach
  void commandLine() {
    cli = new CliTester(Main.modules(), directory);
  }

  private CliTester.Result measure(String... more) {
    String[] arguments = {
      "bench", "--jobs", "50", "--rounds", "1", "--only", "submit,drain", "--directory", "."
    };
    return cli.run(Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void jsonHasTheDocumentedFieldsAndNothingIsLeftBehind() throws IOException {
    JsonNode json = measure("--json").ok().json();

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("directory", "durability", "rounds", "processors", "java", "results");
    assertThat(json.get("durability").textValue()).isEqualTo("none");
    assertThat(json.get("rounds").intValue()).isEqualTo(1);
    assertThat(json.get("results").findValuesAsText("scenario")).containsExactly("submit", "drain");
    JsonNode drain = json.get("results").get(1);
    assertThat(drain.fieldNames())
        .toIterable()
        .containsExactly(
            "scenario",
            "jobs",
            "seconds",
            "jobsPerSecond",
            "comparedWith",
            "comparedPerSecond",
            "ratio",
            "ratioMin",
            "ratioMax",
            "operationsPerJob",
            "filesPerJobMillis",
            "claimP50Millis",
            "claimP99Millis",
            "peakHeapMegabytes");
    assertThat(drain.get("jobs").intValue()).isEqualTo(50);
    assertThat(drain.get("ratio").doubleValue()).isPositive();
    assertThat(drain.get("operationsPerJob").get("total").doubleValue()).isGreaterThan(1);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void theTableHasALineForEachScenario() {
    assertThat(measure().ok().lines())
        .anyMatch(line -> line.startsWith("SCENARIO "))
        .anyMatch(line -> line.startsWith("submit ") && line.endsWith("/s"))
        .anyMatch(line -> line.startsWith("drain ") && line.contains(" of floor, "));
  }

  @Test
  void wrongOptionsAreOneLine() {
    cli.run("bench", "--only", "submit,subnit")
        .fails(ExitCode.USAGE, "'subnit' is none of " + NAMES);
    cli.run("bench", "--jobs", "0").fails(ExitCode.USAGE, "jobs is 0; it must be 1 or more");
    cli.run("bench", "--rounds", "-1").fails(ExitCode.USAGE, "rounds is -1; it must be 1 or more");
    cli.run("bench", "--directory", "missing")
        .fails(ExitCode.USAGE, directory.resolve("missing") + " is no directory");
    assertThat(cli.run("bench", "--durability", "some").err())
        .startsWith("jobqueue: Invalid value for option '--durability'")
        .hasLineCount(1);
  }
}
