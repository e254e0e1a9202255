package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.UnknownJobTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Types and parameters that are none: what people are told. */
@Timeout(120)
class BadParametersTest {
  @TempDir private Path temp;

  @Test
  void typeIsUnknownAndTheNearestIsSuggested() {
    JobQueue queue = Bench.in(temp).queue();
    List<String> known = queue.jobTypes().stream().map(JobTypeInfo::name).toList();

    assertThatThrownBy(() -> queue.createJobRoot("spec.recrod", Map.of()))
        .isInstanceOfSatisfying(
            UnknownJobTypeException.class,
            e -> {
              assertThat(e.type()).isEqualTo("spec.recrod");
              assertThat(e.knownTypes()).isEqualTo(known).contains("spec.record", "spec.noop");
              assertThat(e.suggestion()).contains("spec.record");
            })
        .hasMessageContaining("unknown job type 'spec.recrod'; did you mean 'spec.record'?")
        .hasMessageContaining("known types: ");
  }

  @Test
  void typeIsUnknownAndNothingIsNear() {
    JobQueue queue = Bench.in(temp).queue();

    assertThatThrownBy(() -> queue.createJobRoot("zzzzzzzzzzzzzzzz", Map.of()))
        .isInstanceOfSatisfying(
            UnknownJobTypeException.class, e -> assertThat(e.suggestion()).isEmpty())
        .message()
        .doesNotContain("did you mean");
  }

  @Test
  void typeOfASubJobIsUnknown() {
    JobRoot root = Bench.in(temp).root("root");

    assertThatThrownBy(() -> root.createJob("spec.rekord", Map.of()))
        .isInstanceOf(UnknownJobTypeException.class)
        .hasMessageContaining("'spec.rekord'");
    assertThat(root.subJobs()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "SPEC.NOOP", "../spec.noop", "spec.noop\n"})
  void typesAreTakenLiterally(String type) {
    JobQueue queue = Bench.in(temp).queue();

    assertThatThrownBy(() -> queue.createJobRoot(type, Map.of()))
        .isInstanceOf(UnknownJobTypeException.class);
  }

  @Test
  void parameterIsUnknown() {
    JobQueue queue = Bench.in(temp).queue();

    assertThatThrownBy(
            () -> queue.createJobRoot("spec.typed", TypedParameters.with(temp, "conut", 3)))
        .isInstanceOfSatisfying(
            InvalidParameterException.class,
            e -> {
              assertThat(e.type()).isEqualTo("spec.typed");
              assertThat(e.parameter()).isEqualTo("conut");
            })
        .hasMessageContaining("'conut'")
        .hasMessageContaining("'spec.typed'")
        .hasMessageContaining("count");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "count", "flag", "path", "colour", "point", "names", "counts"})
  void parameterIsMissing(String parameter) {
    JobQueue queue = Bench.in(temp).queue();

    assertThatThrownBy(
            () -> queue.createJobRoot("spec.typed", TypedParameters.without(temp, parameter)))
        .isInstanceOfSatisfying(
            InvalidParameterException.class,
            e -> {
              assertThat(e.type()).isEqualTo("spec.typed");
              assertThat(e.parameter()).isEqualTo(parameter);
            })
        .message()
        .containsPattern("missing|required");
  }

  @Test
  void messageForAMissingParameterSaysWhatItExpects() {
    JobQueue queue = Bench.in(temp).queue();

    assertThatThrownBy(
            () -> queue.createJobRoot("spec.typed", TypedParameters.without(temp, "count")))
        .hasMessageContaining("integer");
  }

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        Arguments.of("text", List.of("a"), "text"),
        Arguments.of("text", Map.of(), "text"),
        Arguments.of("count", "many", "integer"),
        Arguments.of("count", 1.5, "integer"),
        Arguments.of("count", 3_000_000_000L, "integer"),
        Arguments.of("count", true, "integer"),
        Arguments.of("count", List.of(1), "integer"),
        Arguments.of("big", "huge", "integer"),
        Arguments.of("factor", "half", "number"),
        Arguments.of("flag", "maybe", "true or false"),
        Arguments.of("flag", 2, "true or false"),
        Arguments.of("path", List.of(), "path"),
        Arguments.of("colour", "PURPLE", "GREEN"),
        Arguments.of("names", "a", "list"),
        Arguments.of("names", Map.of("a", 1), "list"),
        Arguments.of("threads", "all", "integer"));
  }

  @ParameterizedTest
  @MethodSource("wrongValues")
  void parameterHasTheWrongType(String parameter, Object value, String expected) {
    JobQueue queue = Bench.in(temp).queue();

    assertThatThrownBy(
            () -> queue.createJobRoot("spec.typed", TypedParameters.with(temp, parameter, value)))
        .isInstanceOfSatisfying(
            InvalidParameterException.class,
            e -> {
              assertThat(e.type()).isEqualTo("spec.typed");
              assertThat(e.parameter()).isEqualTo(parameter);
            })
        .hasMessageContaining("'" + parameter + "'")
        .message()
        .containsIgnoringCase(expected);
  }

  @Test
  void partOfAParameterIsWrong() {
    JobQueue queue = Bench.in(temp).queue();

    assertInvalid(queue, "point", Map.of("x", 1.0, "y", "up"));
    assertInvalid(queue, "point", Map.of("x", 1.0));
    assertInvalid(queue, "point", Map.of("x", 1.0, "y", 2.0, "z", 3.0));
    assertInvalid(queue, "names", List.of("a", List.of()));
    assertInvalid(queue, "counts", Map.of("x", "many"));
  }

  private void assertInvalid(JobQueue queue, String parameter, Object value) {
    assertThatThrownBy(
            () -> queue.createJobRoot("spec.typed", TypedParameters.with(temp, parameter, value)))
        .as("%s = %s", parameter, value)
        .isInstanceOfSatisfying(
            InvalidParameterException.class, e -> assertThat(e.parameter()).startsWith(parameter));
  }

  @Test
  void valuesThatFitAreAccepted() {
    JobQueue queue = Bench.in(temp).queue();

    Map<String, Object> parameters = TypedParameters.with(temp, "factor", 2);
    parameters.put("path", "relative/picture.png");
    parameters.put("colour", "RED");
    parameters.put("big", 1);

    assertThat(queue.createJobRoot("spec.typed", parameters).label()).isEqualTo("typed hello");
  }

  @Test
  void parametersDoNotFitTogether() {
    JobQueue queue = Bench.in(temp).queue();

    assertThatThrownBy(() -> queue.createJobRoot("spec.range", Map.of("first", 9, "last", 1)))
        .isInstanceOf(JobQueueException.class)
        .hasMessageContaining("first frame 9 is after last 1");
  }

  @Test
  void aValueThatIsNoParameterValueIsRefused() {
    JobQueue queue = Bench.in(temp).queue();

    assertThatThrownBy(
            () -> queue.createJobRoot("spec.noop", Map.of("label", Thread.currentThread())))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("'label'");
  }
}
