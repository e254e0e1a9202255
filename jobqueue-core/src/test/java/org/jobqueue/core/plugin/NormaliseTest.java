package org.jobqueue.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.proc.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters as callers give them, and their plain form. */
class NormaliseTest {
  enum Quality {
    LOW,
    HIGH,
    high
  }

  record Size(int width, @Parameter(defaultValue = "180") int height) {}

  /** One component of every kind. */
  record All(
      Optional<String> text,
      Optional<Integer> whole,
      Optional<Long> large,
      Optional<Double> number,
      Optional<Boolean> flag,
      Optional<Path> path,
      Optional<Quality> quality,
      Optional<Size> size,
      Optional<List<String>> arguments,
      Optional<Map<String, String>> environment,
      Optional<List<Map<String, Size>>> deep) {}

  private static final RegisteredType ALL = TestPlugin.registered(All.class);

  static Stream<Arguments> accepted() {
    return Stream.of(
        arguments("text", "a", "a"),
        arguments("text", CharBuffer.wrap("a"), "a"),
        arguments("text", Optional.of("a"), "a"),
        arguments("whole", 3, 3),
        arguments("whole", 3L, 3),
        arguments("whole", (short) 3, 3),
        arguments("whole", BigInteger.TEN, 10),
        arguments("whole", Optional.of(3), 3),
        arguments("large", 3L, 3),
        arguments("large", 3_000_000_000L, 3_000_000_000L),
        arguments("large", Long.MIN_VALUE, Long.MIN_VALUE),
        arguments("number", 0.5, 0.5),
        arguments("number", 3, 3.0),
        arguments("number", 3L, 3.0),
        arguments("number", 0.1f, 0.1),
        arguments("number", new BigDecimal("0.25"), 0.25),
        arguments("flag", true, true),
        arguments("path", Path.of("a", "b"), Path.of("a", "b").toString()),
        arguments("path", "a//b/", "a//b/"),
        arguments("quality", Quality.LOW, "LOW"),
        arguments("quality", "low", "LOW"),
        arguments("quality", "HIGH", "HIGH"),
        arguments("quality", "high", "high"),
        arguments("quality", "High", "HIGH"),
        arguments("size", new Size(320, 200), Map.of("width", 320, "height", 200)),
        arguments("size", Map.of("width", 320), Map.of("width", 320, "height", 180)),
        arguments("arguments", List.of("a", "b"), List.of("a", "b")),
        arguments("arguments", Set.of("a"), List.of("a")),
        arguments("arguments", List.of(), List.of()),
        arguments("environment", Map.of("A", "b"), Map.of("A", "b")),
        arguments("environment", Map.of(), Map.of()),
        arguments(
            "deep",
            List.of(Map.of("a", new Size(1, 2))),
            List.of(Map.of("a", Map.of("width", 1, "height", 2)))));
  }

  @ParameterizedTest
  @MethodSource
  void accepted(String name, Object given, Object plain) {
    assertThat(ALL.normalise(Map.of(name, given), Map.of())).containsExactly(entry(name, plain));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void plainValuesStayAsTheyAreEvenWhenReadFromAFile(String name, Object given)
      throws JsonProcessingException {
    Map<String, Object> plain = ALL.normalise(Map.of(name, given), Map.of());
    ObjectMapper json = new ObjectMapper();
    Map<String, Object> read =
        json.readValue(json.writeValueAsString(plain), new TypeReference<>() {});

    assertThat(read).isEqualTo(plain);
    assertThat(ALL.normalise(read, Map.of())).isEqualTo(plain);
    assertThat(ALL.create(read).label()).isEqualTo(ALL.create(plain).label());
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("text", 3, "text' expects text, but is the number 3"),
        arguments("text", true, "text' expects text, but is true"),
        arguments("text", null, "text' expects text, but is null"),
        arguments("text", List.of("a"), "text' expects text, but is a list"),
        arguments("text", Map.of(), "text' expects text, but is a map"),
        arguments("text", 'c', "text' expects text, but is an object of java.lang.Character"),
        arguments("whole", "abc", "whole' expects an integer, but is the text \"abc\""),
        arguments("whole", "4", "whole' expects an integer, but is the text \"4\""),
        arguments("whole", 3.0, "whole' expects an integer, but is the number 3.0"),
        arguments("whole", null, "whole' expects an integer, but is null"),
        arguments(
            "whole",
            3_000_000_000L,
            "whole' expects an integer from -2147483648 to 2147483647, but is the number"
                + " 3000000000"),
        arguments(
            "large",
            BigInteger.ONE.shiftLeft(63),
            "large' expects an integer from -9223372036854775808 to 9223372036854775807, but is"
                + " the number 9223372036854775808"),
        arguments("number", "0.5", "number' expects a number, but is the text \"0.5\""),
        arguments("number", Double.NaN, "number' expects a finite number, but is the number NaN"),
        arguments(
            "number",
            new BigDecimal("1E+400"),
            "number' expects a finite number, but is the number 1E+400"),
        arguments("flag", "true", "flag' expects true or false, but is the text \"true\""),
        arguments("flag", 1, "flag' expects true or false, but is the number 1"),
        arguments("path", "a\0b", "path' expects a path, but is the text \"a\\u0000b\""),
        arguments("path", 1, "path' expects a path, but is the number 1"),
        arguments(
            "quality",
            "medium",
            "quality' expects one of LOW, HIGH, high, but is the text \"medium\""),
        arguments("quality", 1, "quality' expects one of LOW, HIGH, high, but is the number 1"),
        arguments(
            "size", "big", "size' expects an object with width, height, but is the text \"big\""),
        arguments("size", Map.of("height", 1), "size.width' is missing; expected integer"),
        arguments(
            "size",
            Map.of("width", "wide"),
            "size.width' expects an integer, but is the text \"wide\""),
        arguments(
            "size",
            Map.of("width", 1, "hight", 2),
            "size.hight' is unknown; 'size' has: width, height; did you mean 'height'?"),
        arguments(
            "arguments", "ls -l", "arguments' expects a list of text, but is the text \"ls -l\""),
        arguments(
            "arguments", List.of("ls", "-l", 3), "arguments[2]' expects text, but is the number 3"),
        arguments(
            "arguments", Arrays.asList("ls", null), "arguments[1]' expects text, but is null"),
        arguments("environment", List.of(), "environment' expects a map of text, but is a list"),
        arguments(
            "environment",
            Map.of("PATH", 3),
            "environment.PATH' expects text, but is the number 3"),
        arguments("environment", Map.of(3, "a"), "environment.3' has a name that is not text"),
        arguments(
            "deep",
            List.of(Map.of("a", Map.of("width", 1.5))),
            "deep[0].a.width' expects an integer, but is the number 1.5"),
        arguments(
            "texts",
            "a",
            "texts' is unknown; it has: text, whole, large, number, flag, path,"
                + " quality, size, arguments, environment, deep; did you mean 'text'?"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String name, Object given, String message) {
    assertThatThrownBy(() -> ALL.normalise(Collections.singletonMap(name, given), Map.of()))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage("parameter '" + message.replaceFirst("'", "' of job type 'x'"));
  }

  @Test
  void theExceptionNamesTypeAndParameter() {
    assertThatThrownBy(() -> ALL.normalise(Map.of("arguments", List.of(1)), Map.of()))
        .isInstanceOfSatisfying(
            InvalidParameterException.class,
            e -> {
              assertThat(e.type()).isEqualTo("x");
              assertThat(e.parameter()).isEqualTo("arguments[0]");
            });
  }

  @Test
  void longTextsAreCutOffInMessages() {
    assertThatThrownBy(() -> ALL.normalise(Map.of("whole", "a".repeat(1000)), Map.of()))
        .hasMessageEndingWith("but is the text \"" + "a".repeat(60) + "…\"");
  }

  record Render(
      @Parameter("the scene to render") Path scene,
      @Parameter(value = "rays per pixel", defaultValue = "4") int samples,
      @Parameter(defaultValue = "low") Quality quality,
      @Parameter(defaultValue = "[\"a\"]") List<String> layers,
      @Parameter(defaultValue = "\"4\"") String quoted,
      @Parameter(defaultValue = "4") String unquoted,
      @Parameter(defaultValue = "") String empty,
      @Parameter(defaultValue = "2.5") Optional<Double> gamma,
      Optional<String> note) {}

  private static final RegisteredType RENDER = TestPlugin.registered(Render.class);

  @Test
  void aParameterThatIsMissingIsDescribed() {
    assertThatThrownBy(() -> RENDER.normalise(Map.of(), Map.of()))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage(
            "parameter 'scene' of job type 'x' is missing; expected path: the scene to render");
  }

  @Test
  void defaultsCompleteTheParametersInTheOrderOfDeclaration() {
    assertThat(RENDER.normalise(Map.of("scene", "a"), Map.of()))
        .containsExactly(
            entry("scene", "a"),
            entry("samples", 4),
            entry("quality", "LOW"),
            entry("layers", List.of("a")),
            entry("quoted", "4"),
            entry("unquoted", "4"),
            entry("empty", ""),
            entry("gamma", 2.5));
  }

  @Test
  void givenBeforeQueueBeforeType() {
    Map<String, Object> given = Map.of("scene", "given");
    Map<String, Object> ofQueue = Map.of("scene", "queue", "samples", 8);

    assertThat(RENDER.normalise(given, ofQueue))
        .contains(entry("scene", "given"), entry("samples", 8), entry("quality", "LOW"));
  }

  @Test
  void theQueueMayGiveWhatIsRequiredOrOptional() {
    assertThat(RENDER.normalise(Map.of(), Map.of("scene", "queue", "note", "hello")))
        .contains(entry("scene", "queue"), entry("note", "hello"));
  }

  @Test
  void anEmptyOptionalIsAsIfNotGiven() {
    Map<String, Object> given = Map.of("scene", "a", "note", Optional.empty());

    assertThat(RENDER.normalise(given, Map.of())).doesNotContainKey("note");
    assertThat(RENDER.normalise(given, Map.of("note", "queue"))).containsEntry("note", "queue");
  }

  @Test
  void anUnknownDefaultOfTheQueueIsRefused() {
    assertThatThrownBy(() -> RENDER.normalise(Map.of("scene", "a"), Map.of("sampels", 8)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage(
            "parameter 'sampels' of job type 'x' is unknown; it has: scene, samples, quality,"
                + " layers, quoted, unquoted, empty, gamma, note; did you mean 'samples'? (from the"
                + " defaults of the queue, in its queue.json)");
  }

  @Test
  void aDefaultOfTheQueueOfTheWrongTypeIsRefusedWhereItIsUsed() {
    Map<String, Object> ofQueue = Map.of("samples", "many");

    assertThatThrownBy(() -> RENDER.normalise(Map.of("scene", "a"), ofQueue))
        .hasMessage(
            "parameter 'samples' of job type 'x' expects an integer, but is the text \"many\" (from"
                + " the defaults of the queue, in its queue.json)");
    assertThat(RENDER.normalise(Map.of("scene", "a", "samples", 1), ofQueue))
        .containsEntry("samples", 1);
  }

  @Test
  void aTypeWithoutParameters() {
    RegisteredType none = TestPlugin.registered(TestPlugin.None.class);

    assertThat(none.normalise(Map.of(), Map.of())).isEmpty();
    assertThatThrownBy(() -> none.normalise(Map.of("a", 1), Map.of()))
        .hasMessage("parameter 'a' of job type 'x' is unknown; it has no parameters");
  }

  @Test
  void theNameOfAParameterMayNotBeNull() {
    Map<String, Object> given = new HashMap<>();
    given.put(null, 1);

    assertThatThrownBy(() -> ALL.normalise(given, Map.of()))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage("parameter 'null' of job type 'x' has a name that is not text");
  }

  @Test
  void theOrderOfMapsIsKept() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("Z", "1");
    environment.put("A", "2");
    environment.put("M", "3");

    Map<String, Object> plain = ALL.normalise(Map.of("environment", environment), Map.of());

    assertThat(plain.get("environment")).hasToString("{Z=1, A=2, M=3}");
    assertThat(ALL.create(plain).label()).contains("{Z=1, A=2, M=3}");
  }

  @Test
  void theResultIsACopyThatCannotBeChanged() {
    Map<String, String> environment = new HashMap<>(Map.of("A", "1"));
    Map<String, Object> plain = ALL.normalise(Map.of("environment", environment), Map.of());

    environment.put("A", "2");

    assertThat(plain).containsEntry("environment", Map.of("A", "1"));
    assertThatThrownBy(() -> plain.put("text", "a"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
