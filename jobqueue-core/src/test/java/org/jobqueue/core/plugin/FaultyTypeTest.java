package org.jobqueue.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.PluginProblem;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.api.proc.Parameter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types that break their promises, and what is said about them. */
class FaultyTypeTest {
  private static final String SUPPORTED =
      ", which is not supported; use String, int, long, double, boolean, Path, Secret, an enum, a record,"
          + " List, Map with String keys, or Optional of these";

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "Upper", "a b", "-a", ".a", "a_b", "a/b", "ä", "a\n"})
  void namesThatAreRefused(String name) {
    assertThat(problemOf(TestPlugin.type(name)))
        .isEqualTo(
            "job type '"
                + name
                + "' is left out: a name has lower-case letters, digits, '-' and '.', and starts"
                + " with a letter or a digit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "3delight", "studio.render-rib.2"})
  void namesThatAreAccepted(String name) {
    assertThat(registryOf(TestPlugin.type(name)).find(name)).isPresent();
  }

  @Test
  void faultyTypesAreLeftOut() {
    assertThat(problemOf(new Faulty("old", 0, "", TestPlugin.None.class)))
        .isEqualTo("job type 'old' is left out: its version is 0; it must be 1 or greater");
    assertThat(problemOf(new Faulty("dark", 1, null, TestPlugin.None.class)))
        .isEqualTo("job type 'dark' is left out: its description is null");
    assertThat(problemOf(new Faulty("none", 1, "", null)))
        .isEqualTo("job type 'none' is left out: its parameters are null, which is not a record");
    assertThat(problemOf(new Faulty("abstract", 1, "", Record.class)))
        .isEqualTo(
            "job type 'abstract' is left out: its parameters are class java.lang.Record, which is"
                + " not a record");
  }

  @Test
  void aFaultyTypeDoesNotTakeTheOthersWithIt() {
    ProcRegistry registry =
        registryOf(TestPlugin.type("a"), TestPlugin.type("B"), TestPlugin.type("c"));

    assertThat(registry.types()).extracting(JobTypeInfo::name).containsExactly("a", "c");
    assertThat(registry.problems()).extracting(PluginProblem::plugin).containsExactly("A");
  }

  @Test
  void componentsOfUnsupportedTypes() {
    record At(Instant when) {}

    record Numbers(List<Integer> good, Map<Integer, String> byNumber) {}

    record Raw(@SuppressWarnings("rawtypes") List list) {}

    record Bare(@SuppressWarnings("rawtypes") Optional value) {}

    record Generic<T>(T value) {}

    @SuppressWarnings("ArrayRecordComponent") // this is what is refused
    record Array(String[] names) {}

    record Nested(List<At> list) {}

    record Inner(List<Optional<String>> list) {}

    record Tiny(short value) {}

    record Wild(List<? extends Number> numbers) {}

    assertUnsupported(At.class, "component 'when' of record At has the type java.time.Instant");
    assertUnsupported(
        Numbers.class,
        "component 'byNumber' of record Numbers has the type java.util.Map<java.lang.Integer,"
            + " java.lang.String>");
    assertUnsupported(Raw.class, "component 'list' of record Raw has the type java.util.List");
    assertUnsupported(
        Bare.class, "component 'value' of record Bare has the type java.util.Optional");
    assertUnsupported(Generic.class, "component 'value' of record Generic has the type T");
    assertUnsupported(
        Array.class, "component 'names' of record Array has the type java.lang.String[]");
    assertUnsupported(Nested.class, "component 'when' of record At has the type java.time.Instant");
    assertUnsupported(
        Inner.class,
        "component 'list' of record Inner has the type java.util.Optional<java.lang.String>");
    assertUnsupported(Tiny.class, "component 'value' of record Tiny has the type short");
    assertUnsupported(
        Wild.class, "component 'numbers' of record Wild has the type ? extends java.lang.Number");
  }

  record Node(String name, List<Node> children) {}

  @Test
  void recordsThatContainThemselves() {
    assertThat(problemOf(typeWith(Node.class)))
        .isEqualTo(
            "job type 'x' is left out: component 'children' of record Node makes the record contain"
                + " itself");
  }

  @Test
  void defaultsThatAreWrong() {
    record Typed(@Parameter(defaultValue = "four") int samples) {}

    record Chosen(@Parameter(defaultValue = "medium") Quality quality) {}

    assertThat(problemOf(typeWith(Typed.class)))
        .startsWith(
            "job type 'x' is left out: component 'samples' of record Typed has a default that is"
                + " not JSON: ");
    assertThat(problemOf(typeWith(Chosen.class)))
        .isEqualTo(
            "job type 'x' is left out: component 'quality' of record Chosen has a wrong default:"
                + " parameter 'quality' of job type 'x' expects one of LOW, HIGH, but is the text"
                + " \"medium\"");
  }

  enum Quality {
    LOW,
    HIGH
  }

  private static void assertUnsupported(Class<? extends Record> parameters, String head) {
    assertThat(problemOf(typeWith(parameters)))
        .isEqualTo("job type 'x' is left out: " + head + SUPPORTED);
  }

  private static <P extends Record> JobProcType<P> typeWith(Class<P> parameters) {
    return JobProcType.of("x", "", parameters, values -> new TestPlugin.Proc(""));
  }

  private static String problemOf(JobProcType<?> type) {
    ProcRegistry registry = registryOf(type);
    assertThat(registry.types()).isEmpty();
    assertThat(registry.problems()).hasSize(1);
    assertThat(registry.problems().get(0).plugin()).isEqualTo("A");
    return registry.problems().get(0).message();
  }

  private static ProcRegistry registryOf(JobProcType<?>... types) {
    return ProcRegistry.builder().plugins(List.of(TestPlugin.of("A", types))).build();
  }

  /** A type that breaks its promises. */
  @SuppressWarnings({"unchecked", "rawtypes", "NullAway"}) // as compiled without regard to warnings
  private record Faulty(
      String name, int version, @Nullable String description, @Nullable Class parameters)
      implements JobProcType {
    @Override
    public JobProc create(Record values) {
      return new TestPlugin.Proc("");
    }
  }
}
