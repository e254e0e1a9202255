package org.jobqueue.api.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way to break the users of an API is found: a small API, and variants of it. */
class ApiChangesTest {
  private static final String API =
      """
      package x;
      import java.io.IOException;
      import java.util.List;
      import org.jspecify.annotations.Nullable;
      public class Api {
        public interface Plugin { String name(); default int rank() { return 1; } }
        public interface Queue { void submit(String job); }
        public static abstract class Proc { protected Proc(String label) {} protected void out() {} }
        public static class Open {}
        public record Pair(String left, @Nullable List<String> right) {}
        public enum Colour { RED, GREEN }
        public sealed interface Shape permits Circle {}
        public static final class Circle implements Shape {}
        public @interface Mark { String value() default "a"; }
        public static final int LIMIT = 3;
        public static <T extends Comparable<T>> T most(List<? extends T> list, T... more) throws IOException { return list.get(0); }
        public @Nullable String find(String name) { return null; }
        String hidden() { return ""; }
      }
      """;

  private static final Set<String> IMPLEMENTED = Set.of("x.Api$Plugin", "x.Api$Proc");

  @TempDir Path temp;
  private int compiled;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "public interface Queue { void submit(String job); } | `` | a type",
        "String find(String name) | String search(String name) | a name",
        "find(String name) | find(Object name) | a parameter",
        "@Nullable String find(String name) { return null; } | Object find(String name) { return null; } | a return type",
        "@Nullable String find(String name) { return null; } | String find(String name) { return name; } | the nullness of a return value",
        "String find(String name) | String find(@Nullable String name) | the nullness of a parameter",
        "@Nullable List<String> right | List<String> right | the nullness of a component",
        "@Nullable List<String> right | @Nullable List<@Nullable String> right | the nullness of elements",
        "List<String> right | List<Integer> right | an argument of a type",
        "String left, | String first, | the name of a component",
        "String left, | String left, int middle, | a component",
        "LIMIT = 3 | LIMIT = 4 | the value of a constant",
        "RED, GREEN | RED | a constant of an enum",
        "permits Circle {} | permits Circle, Square {} static final class Square implements Shape {} | who may implement",
        "public sealed interface Shape permits Circle {} | public interface Shape {} | that it is sealed",
        "throws IOException | throws Exception | what is thrown",
        "throws IOException | `` | that something is thrown",
        "<T extends Comparable<T>> | <T> | a bound",
        "List<? extends T> | List<T> | a wildcard",
        "T... more | T[] more | the number of arguments",
        "public static class Open | public static final class Open | that it can be extended",
        "protected void out() | void out() | a protected method",
        "protected void out() {} | protected abstract void out(); | that it need not be implemented",
        "default int rank() { return 1; } | int rank(); | a default of an interface",
        "protected Proc(String label) | protected Proc(int label) | a constructor",
        "default \"a\" | `` | the default of an annotation",
        "default \"a\" | default \"b\" | the value of such a default",
        "Circle implements Shape | Circle implements Shape, Cloneable | `nothing`",
        "public static <T | public <T | that it is static",
        "String name(); | String name(); String title(); | a burden on who implements",
        "protected void out() {} | protected void out() {} protected abstract void more(); | a burden on who extends",
        "String value() default \"a\"; | String value() default \"a\"; int more(); | a burden on who annotates",
      })
  void whatBreaksUsersIsFound(String old, String variant, String what) throws Exception {
    assertThat(API).contains(old);
    ApiChanges changes = changesTo(API.replace(old, variant == null ? "" : variant));

    assertThat(changes.isNone()).as(what).isFalse();
    assertThat(changes.breaks()).as(what).isEqualTo(!what.equals("nothing"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "String name(); | String name(); default int more() { return 1; }",
        "void submit(String job); | void submit(String job); void cancel(String job);",
        "RED, GREEN | RED, GREEN, BLUE",
        "String hidden() | public String hidden()",
        "LIMIT = 3; | LIMIT = 3; public interface New { void required(); }",
        "default \"a\"; | default \"a\"; int more() default 1;",
      })
  void whatIsNewBreaksNobody(String old, String variant) throws Exception {
    ApiChanges changes = changesTo(API.replace(old, variant));

    assertThat(changes.additions()).isNotEmpty();
    assertThat(changes.breaks()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "String hidden() { return \"\"; } | int hidden() { return 1; }",
        "return list.get(0); | return more[0];",
        "find(String name) | find(String title)",
      })
  void whatNobodySeesIsNoChange(String old, String variant) throws Exception {
    assertThat(changesTo(API.replace(old, variant)).isNone()).isTrue();
  }

  @Test
  void linesSayAllAboutOneThing() throws Exception {
    assertThat(dump(API))
        .contains(
            "x.Api is class",
            "x.Api extends java.lang.Object",
            "x.Api field static final LIMIT: int = \"3\"",
            "x.Api method find(java.lang.String): java.lang.String?",
            "x.Api method static <T extends java.lang.Comparable<T>> most(java.util.List<any extends"
                + " T>, T...): T throws java.io.IOException",
            "x.Api$Pair components (java.lang.String left, java.util.List<java.lang.String>? right)",
            "x.Api$Plugin method abstract name(): java.lang.String",
            "x.Api$Plugin method default rank(): int",
            "x.Api$Mark method abstract value(): java.lang.String default \"a\"",
            "x.Api$Shape permits x.Api$Circle",
            "x.Api$Colour constant static final RED: x.Api$Colour")
        .noneMatch(line -> line.contains("hidden") || line.contains("valueOf"));
  }

  @Test
  void withoutABaselineTheCheckFails() throws Exception {
    assertThat(baseline().complaint(dump(API)).orElseThrow())
        .startsWith("there is no baseline ")
        .endsWith("make one: " + ApiBaseline.UPDATE);
  }

  @Test
  void additionsAreAcceptedByTheUpdateAndBreaksNeedAReason() throws Exception {
    ApiBaseline baseline = baseline();
    baseline.update(dump(API), "");
    assertThat(baseline.complaint(dump(API))).isEmpty();

    SortedSet<String> more = dump(API.replace("RED, GREEN", "RED, GREEN, BLUE"));
    assertThat(baseline.complaint(more).orElseThrow())
        .startsWith("the API has additions:\n  + x.Api$Colour constant static final BLUE")
        .endsWith("If they are meant: " + ApiBaseline.UPDATE);
    baseline.update(more, "");
    assertThat(baseline.complaint(more)).isEmpty();

    assertThat(baseline.complaint(dump(API)).orElseThrow())
        .startsWith("the API breaks its users:\n  - x.Api$Colour constant static final BLUE");
    assertThatThrownBy(() -> baseline.update(dump(API), " "))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("-Dapi.breaking=");
    assertThat(baseline.complaint(more)).isEmpty();

    baseline.update(dump(API), "blue is gone");
    assertThat(baseline.complaint(dump(API))).isEmpty();
    assertThat(Files.readString(baseline.breaks()))
        .contains("## blue is gone\n\n    - x.Api$Colour constant static final BLUE");
  }

  private ApiBaseline baseline() {
    return new ApiBaseline(temp.resolve("api.txt"), temp.resolve("breaks.md"), IMPLEMENTED);
  }

  private ApiChanges changesTo(String variant) throws Exception {
    return ApiChanges.between(dump(API), dump(variant), IMPLEMENTED);
  }

  private SortedSet<String> dump(String source) throws IOException, ClassNotFoundException {
    Path classes = Files.createDirectory(temp.resolve("classes" + compiled++));
    StringWriter messages = new StringWriter();
    String jspecify =
        Path.of(
                URI.create(
                    Nullable.class.getProtectionDomain().getCodeSource().getLocation().toString()))
            .toString();
    boolean done =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                messages,
                null,
                null,
                List.of("-d", classes.toString(), "-classpath", jspecify, "-proc:none"),
                null,
                List.of(new Source(source)))
            .call();
    assertThat(done).as(messages.toString()).isTrue();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, Nullable.class.getClassLoader())) {
      return ApiDump.of(classes, loader);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///x/Api.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
