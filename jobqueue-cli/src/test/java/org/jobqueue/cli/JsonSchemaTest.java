package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exported schemas are schemas, and judge parameters as a submission does. */
@Timeout(120)
class JsonSchemaTest {
  @TempDir Path directory;
  private CliTester cli;

  @BeforeEach
  void createQueue() {
    cli = new CliTester(Main.modules(), directory);
    cli.environment.put("JOBQUEUE", "q");
    cli.run("init", "q", "--durability", "none").ok();
  }

  private JsonNode schemaOf(String type) {
    return cli.run("types", type, "--json-schema").ok().json();
  }

  @Test
  void allSchemasAreValidOfTheirKind() {
    JsonSchema dialect =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(SchemaLocation.of(VersionFlag.V202012.getId()));
    JsonNode all = cli.run("types", "--json-schema").ok().json();

    assertThat(all.fieldNames()).toIterable().contains("command", "blender", "ffmpeg", "nuke");
    for (Map.Entry<String, JsonNode> entry : all.properties()) {
      assertThat(dialect.validate(entry.getValue())).as(entry.getKey()).isEmpty();
      assertThat(entry.getValue().get("$schema").textValue()).isEqualTo(dialect.getId());
      assertThat(entry.getValue().get("title").textValue()).isEqualTo(entry.getKey() + "@1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          command | {"shell": "true"}                                                   | true
          command | {"arguments": ["ls", "-l"], "environment": {"A": "b"}}              | true
          command | {"shell": "true", "secrets": {"A": "env:A"}}                        | true
          command | {"shell": "true", "secrets": {"A": "hunter2"}}                      | false
          command | {"shell": "true", "unknown": 1}                                     | false
          command | {"shell": 1}                                                        | false
          command | {"arguments": "ls"}                                                 | false
          command | {"arguments": ["ls", 1]}                                            | false
          command | {"shell": "true", "environment": {"A": 1}}                          | false
          command | {"shell": "true", "successCodes": [0, 3]}                           | true
          command | {"shell": "true", "successCodes": [0.5]}                            | false
          command | {"shell": "true", "successCodes": [99999999999]}                    | false
          script  | {}                                                                  | false
          script  | {"script": "make"}                                                  | true
          blender | {"file": "/a.blend", "output": "/out/f_####"}                       | true
          blender | {"file": "/a.blend"}                                                | false
          blender | {"file": "/a.blend", "output": "/out/f_####", "format": "PNG"}      | true
          blender | {"file": "/a.blend", "output": "/out/f_####", "format": "GIF"}      | false
          blender | {"file": "/a.blend", "output": "/out/f_####", "threads": 0}         | false
          blender | {"file": "/a.blend", "output": "/out/f_####", "addExtension": "no"} | false
          """)
  void aSchemaJudgesAsASubmissionDoes(String type, String parameters, boolean accepted)
      throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schemaOf(type));
    Files.writeString(
        directory.resolve("job.yaml"), "type: %s%nparameters: %s%n".formatted(type, parameters));

    assertThat(schema.validate(parameters, com.networknt.schema.InputFormat.JSON).isEmpty())
        .as("schema")
        .isEqualTo(accepted);
    assertThat(cli.run("submit", "-f", "job.yaml").exitCode() == 0)
        .as("submission")
        .isEqualTo(accepted);
  }

  @Test
  void aTypeIsDescribedWithItsHints() {
    assertThat(cli.run("types", "--describe", "blender").ok().lines())
        .contains(
            "  threads: integer, 1 to 1024, optional",
            "      such as -p engine=CYCLES",
            "Rarely needed:");
    assertThat(cli.run("types", "--describe").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(cli.run("types", "blender@1").ok().out())
        .isEqualTo(cli.run("types", "blender").ok().out());
    assertThat(cli.run("types", "blender@2").exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
