package org.jobqueue.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.Parameter;
import org.junit.jupiter.api.Test;

/** Procedures made from plain parameters. */
class CreateTest {
  private static final String FAILED =
      "cannot make a procedure of job type 'x' of plugin 'Test'"
          + " (org.jobqueue.core.plugin.TestPlugin): ";

  enum Quality {
    LOW,
    HIGH
  }

  record Size(int width, int height) {}

  record All(
      String text,
      int whole,
      Integer boxed,
      long large,
      double number,
      boolean flag,
      Path path,
      Quality quality,
      Size size,
      List<Size> list,
      Map<String, Path> map,
      Optional<Quality> present,
      Optional<Quality> absent) {}

  @Test
  void everyKindOfComponentIsBound() {
    List<All> seen = new ArrayList<>();
    RegisteredType type =
        TestPlugin.registered(
            All.class,
            all -> {
              seen.add(all);
              return new TestPlugin.Proc(all.text());
            });
    All values =
        new All(
            "text",
            1,
            2,
            3L,
            4.5,
            true,
            Path.of("a"),
            Quality.HIGH,
            new Size(5, 6),
            List.of(new Size(7, 8)),
            Map.of("b", Path.of("c")),
            Optional.of(Quality.LOW),
            Optional.empty());

    JobProc proc =
        type.create(
            type.normalise(
                Map.ofEntries(
                    Map.entry("text", "text"),
                    Map.entry("whole", 1),
                    Map.entry("boxed", 2),
                    Map.entry("large", 3),
                    Map.entry("number", 4.5),
                    Map.entry("flag", true),
                    Map.entry("path", "a"),
                    Map.entry("quality", "high"),
                    Map.entry("size", Map.of("width", 5, "height", 6)),
                    Map.entry("list", List.of(Map.of("width", 7, "height", 8))),
                    Map.entry("map", Map.of("b", "c")),
                    Map.entry("present", Quality.LOW)),
                Map.of()));

    assertThat(proc.label()).isEqualTo("text");
    assertThat(seen).containsExactly(values);
  }

  @Test
  void parametersOfAnOlderJobAreCheckedAndCompleted() {
    record Params(int old, @Parameter(defaultValue = "2") int added) {}

    RegisteredType type = TestPlugin.registered(Params.class);

    assertThat(type.create(Map.of("old", 1)).label()).isEqualTo("Params[old=1, added=2]");
    assertThatThrownBy(() -> type.create(Map.of("old", 1, "removed", 3)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage("parameter 'removed' of job type 'x' is unknown; it has: old, added");
  }

  record Range(int first, int last) {
    Range {
      if (last < first) {
        throw new IllegalArgumentException("last " + last + " is before first " + first);
      }
      if (first == 666) {
        throw new IllegalStateException("not this one");
      }
    }
  }

  record Frames(Range range) {}

  @Test
  void theRecordRefusesParameters() {
    RegisteredType type = TestPlugin.registered(Range.class);

    assertThatThrownBy(() -> type.create(Map.of("first", 2, "last", 1)))
        .isInstanceOfSatisfying(
            InvalidParameterException.class,
            e -> {
              assertThat(e.type()).isEqualTo("x");
              assertThat(e.parameter()).isEmpty();
            })
        .hasMessage("the parameters of job type 'x' are invalid: last 1 is before first 2")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNestedRecordRefusesParameters() {
    RegisteredType type = TestPlugin.registered(Frames.class);

    assertThatThrownBy(() -> type.create(Map.of("range", Map.of("first", 2, "last", 1))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage("the parameters of job type 'x' are invalid: last 1 is before first 2");
  }

  @Test
  void theRecordFailsOtherwise() {
    RegisteredType type = TestPlugin.registered(Range.class);

    assertThatThrownBy(() -> type.create(Map.of("first", 666, "last", 666)))
        .isExactlyInstanceOf(JobQueueException.class)
        .hasMessage(FAILED + "java.lang.IllegalStateException: not this one")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void theFactoryThrows() {
    assertFailure(new IllegalArgumentException("no"), "java.lang.IllegalArgumentException: no");
    assertFailure(new NoClassDefFoundError("lib/A"), "java.lang.NoClassDefFoundError: lib/A");
    assertFailure(new StackOverflowError(), "java.lang.StackOverflowError");
    assertFailure(new AssertionError("bug"), "java.lang.AssertionError: bug");
  }

  @Test
  void theFactoryReturnsNull() {
    RegisteredType type = TestPlugin.registered(TestPlugin.None.class, none -> null);

    assertThatThrownBy(() -> type.create(Map.of()))
        .isExactlyInstanceOf(JobQueueException.class)
        .hasMessage(FAILED + "its factory returned null");
  }

  @Test
  void anExhaustedHeapGoesOn() {
    RegisteredType type = throwing(new OutOfMemoryError("test"));

    assertThatThrownBy(() -> type.create(Map.of())).isInstanceOf(OutOfMemoryError.class);
  }

  private static void assertFailure(Throwable thrown, String message) {
    RegisteredType type = throwing(thrown);

    assertThatThrownBy(() -> type.create(Map.of()))
        .isExactlyInstanceOf(JobQueueException.class)
        .hasMessage(FAILED + message)
        .hasCause(thrown);
  }

  private static RegisteredType throwing(Throwable thrown) {
    return TestPlugin.registered(
        TestPlugin.None.class,
        none -> {
          if (thrown instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) thrown;
        });
  }
}
