package org.jobqueue.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.JobTypeInfo.Hints;
import org.jobqueue.api.PluginProblem;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.api.proc.Parameter;
import org.jobqueue.api.proc.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the annotation says of a parameter beside its default. */
class HintsTest {
  enum Quality {
    LOW,
    HIGH
  }

  record Lens(@Parameter(minimum = 1.5) double focus) {}

  record Params(
      @Parameter(value = "how many", minimum = 1, maximum = 64, example = "8") int threads,
      @Parameter(minimum = 0) Optional<Double> gain,
      @Parameter(maximum = 9, defaultValue = "[1]") List<Long> levels,
      @Parameter(path = true, example = "/out/f_####.png") String output,
      @Parameter(advanced = true) Optional<Path> cache,
      Optional<Secret> token,
      Quality quality,
      Optional<Lens> lens,
      @Parameter(defaultValue = "{}") Map<String, Boolean> flags) {}

  private final RegisteredType type = TestPlugin.registered(Params.class);

  private Hints hints(int parameter) {
    return type.info().parameters().get(parameter).hints();
  }

  @Test
  void hintsAreKept() {
    assertThat(hints(0))
        .isEqualTo(
            new Hints(Optional.of("8"), OptionalDouble.of(1), OptionalDouble.of(64), false, false));
    assertThat(hints(3).path()).isTrue();
    assertThat(hints(4).advanced()).isTrue();
    assertThat(hints(6)).isEqualTo(Hints.NONE);
  }

  @Test
  void theSchemaSaysWhatTheBindingAccepts() {
    assertThat(type.info().schema())
        .isEqualTo(
            """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","title":"x@1",\
            "description":"an example","type":"object","properties":{\
            "threads":{"type":"integer","minimum":1,"maximum":64,"description":"how many",\
            "examples":[8]},\
            "gain":{"type":"number","minimum":0},\
            "levels":{"type":"array","items":{"type":"integer","maximum":9},"default":[1]},\
            "output":{"type":"string","format":"path","examples":["/out/f_####.png"]},\
            "cache":{"type":"string","format":"path"},\
            "token":{"type":"string","pattern":"^(env:[A-Za-z_][A-Za-z_0-9]*|file:.+)$"},\
            "quality":{"enum":["LOW","HIGH"]},\
            "lens":{"type":"object","properties":{"focus":{"type":"number","minimum":1.5}},\
            "required":["focus"],"additionalProperties":false},\
            "flags":{"type":"object","additionalProperties":{"type":"boolean"},"default":{}}},\
            "required":["threads","output","quality"],"additionalProperties":false}""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          threads | 0   | expects an integer from 1 to 64, but is the number 0
          threads | 65  | expects an integer from 1 to 64, but is the number 65
          gain    | -1  | expects a number, 0 or more, but is the number -1
          """)
  void numbersOutsideOfTheBoundsAreRefused(String name, int value, String message) {
    Map<String, Object> given = new HashMap<>(Map.of("threads", 1, "output", "o"));
    given.put(name, value);

    assertThatThrownBy(() -> type.normalise(given, Map.of()))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage("parameter '" + name + "' of job type 'x' " + message);
  }

  @Test
  void eachNumberOfAListHasTheBounds() {
    Map<String, Object> given =
        Map.of("threads", 64, "output", "o", "quality", "low", "levels", List.of(9, 10));

    assertThatThrownBy(() -> type.normalise(given, Map.of()))
        .hasMessage(
            "parameter 'levels[1]' of job type 'x' expects an integer, 9 or less, but is the number"
                + " 10");
  }

  @Test
  void theBoundsThemselvesAreAccepted() {
    Map<String, Object> given = Map.of("threads", 64, "output", "o", "quality", "low", "gain", 0);

    assertThat(type.normalise(given, Map.of())).containsEntry("threads", 64);
  }

  @Test
  void textThatIsAPathMayBeGivenAsOne() {
    Map<String, Object> given =
        Map.of("threads", 1, "output", Path.of("/out/f.png"), "quality", "low");

    assertThat(type.normalise(given, Map.of())).containsEntry("output", "/out/f.png");
  }

  @Test
  void anExampleThatWouldBeRefusedIsAFaultOfTheType() {
    record Wrong(@Parameter(minimum = 1, example = "0") int threads) {}
    JobProcType<Wrong> wrong =
        JobProcType.of("w", "", Wrong.class, values -> new TestPlugin.Proc("w"));

    assertThat(
            ProcRegistry.builder().plugins(List.of(TestPlugin.of("A", wrong))).build().problems())
        .extracting(PluginProblem::message)
        .containsExactly(
            "job type 'w' is left out: component 'threads' of record Wrong has a wrong example:"
                + " parameter 'threads' of job type 'w' expects an integer, 1 or more, but is the"
                + " number 0");
  }
}
