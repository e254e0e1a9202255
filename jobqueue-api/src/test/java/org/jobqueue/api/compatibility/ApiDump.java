package org.jobqueue.api.compatibility;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * All that users of an API can refer to, one line each: types with what they extend, and their
 * public and protected members. Each line begins with the name of its type, says all about one
 * thing and depends on nothing else, so that a changed line is a changed thing.
 */
final class ApiDump {
  private final SortedSet<String> lines = new TreeSet<>();

  private ApiDump() {}

  /**
   * Dumps the classes in a directory.
   *
   * @param loader finds them
   */
  static SortedSet<String> of(Path classes, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    List<String> names;
    try (Stream<Path> files = Files.walk(classes)) {
      names =
          files
              .map(file -> classes.relativize(file).toString().replace('\\', '/'))
              .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
              .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
              .toList();
    }
    ApiDump dump = new ApiDump();
    for (String name : names) {
      Class<?> type = Class.forName(name, false, loader);
      if (isVisible(type)) {
        dump.add(type);
      }
    }
    return dump.lines;
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    boolean local = type.isAnonymousClass() || type.isLocalClass();
    return !local && isVisible(type.getModifiers()) && (outer == null || isVisible(outer));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private void add(Class<?> type) {
    line(type, "is", modifiers(type) + kind(type) + TypeText.variables(type.getTypeParameters()));
    if (type.getPackage().isAnnotationPresent(NullMarked.class)) {
      lines.add(type.getPackageName() + " package null-marked");
    }
    addHeritage(type);
    for (Annotation annotation : apiAnnotations(type)) {
      line(type, "annotation", text(annotation));
    }
    if (type.isRecord()) {
      String components =
          Arrays.stream(type.getRecordComponents())
              .map(part -> TypeText.of(part.getAnnotatedType()) + " " + part.getName())
              .collect(Collectors.joining(", "));
      line(type, "components", "(" + components + ")");
    }
    visible(type.getDeclaredFields()).forEach(field -> addField(type, field));
    visible(type.getDeclaredConstructors())
        .filter(constructor -> !type.isEnum())
        .forEach(constructor -> addConstructor(type, constructor));
    visible(type.getDeclaredMethods())
        .filter(method -> !isImplied(type, method))
        .forEach(method -> addMethod(type, method));
  }

  private void addHeritage(Class<?> type) {
    AnnotatedType parent = type.getAnnotatedSuperclass();
    if (parent != null && !type.isEnum() && !type.isRecord()) {
      line(type, "extends", TypeText.of(parent));
    }
    for (AnnotatedType above : type.getAnnotatedInterfaces()) {
      line(type, "implements", TypeText.of(above));
    }
    if (type.isSealed()) {
      line(
          type,
          "permits",
          Arrays.stream(type.getPermittedSubclasses())
              .map(Class::getName)
              .sorted()
              .collect(Collectors.joining(", ")));
    }
  }

  private void addField(Class<?> type, Field field) {
    String what = field.isEnumConstant() ? "constant" : "field";
    String value = Modifier.isStatic(field.getModifiers()) ? constantValue(field) : "";
    line(
        type,
        what,
        modifiers(field.getModifiers())
            + field.getName()
            + ": "
            + TypeText.of(field.getAnnotatedType())
            + value
            + annotations(field));
  }

  /** The compiler copies such values into the programs that use them. */
  private static String constantValue(Field field) {
    boolean plain = field.getType().isPrimitive() || field.getType() == String.class;
    if (!plain || !Modifier.isFinal(field.getModifiers())) {
      return "";
    }
    try {
      field.setAccessible(true);
      return " = " + escaped(String.valueOf(field.get(null)));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + field, e);
    }
  }

  private void addConstructor(Class<?> type, Constructor<?> constructor) {
    line(
        type,
        "constructor",
        modifiers(constructor.getModifiers())
            + TypeText.variables(constructor.getTypeParameters())
            + parameters(constructor)
            + end(constructor));
  }

  private void addMethod(Class<?> type, Method method) {
    String variables = TypeText.variables(method.getTypeParameters());
    String standard =
        method.getDefaultValue() == null ? "" : " default " + text(method.getDefaultValue());
    line(
        type,
        "method",
        modifiers(method.getModifiers())
            + (method.isDefault() ? "default " : "")
            + (variables.isEmpty() ? "" : variables + " ")
            + method.getName()
            + parameters(method)
            + ": "
            + TypeText.of(method.getAnnotatedReturnType())
            + standard
            + end(method));
  }

  private static String parameters(Executable executable) {
    String list = "(" + TypeText.list(executable.getAnnotatedParameterTypes(), "", "") + ")";
    return executable.isVarArgs() ? list.replaceFirst("\\[\\](\\??\\))$", "...$1") : list;
  }

  private static String end(Executable executable) {
    String thrown = TypeText.list(executable.getAnnotatedExceptionTypes(), " throws ", "");
    return thrown + annotations(executable);
  }

  /** What each enum and each record has. */
  private static boolean isImplied(Class<?> type, Method method) {
    String name = method.getName();
    int parameters = method.getParameterCount();
    boolean ofEnum =
        (name.equals("values") && parameters == 0)
            || (name.equals("valueOf")
                && parameters == 1
                && method.getParameterTypes()[0] == String.class);
    boolean ofObject =
        (name.equals("equals") && parameters == 1 && method.getParameterTypes()[0] == Object.class)
            || (parameters == 0 && (name.equals("hashCode") || name.equals("toString")));
    return ofObject || (type.isEnum() && ofEnum);
  }

  private static <M extends Member> Stream<M> visible(M[] members) {
    return Arrays.stream(members)
        .filter(member -> isVisible(member.getModifiers()) && !member.isSynthetic());
  }

  private static String kind(Class<?> type) {
    if (type.isAnnotation()) {
      return "annotation";
    } else if (type.isInterface()) {
      return "interface";
    } else if (type.isEnum()) {
      return "enum";
    }
    return type.isRecord() ? "record" : "class";
  }

  private static String modifiers(Class<?> type) {
    int modifiers = type.getModifiers();
    if (type.isInterface() || type.isEnum() || type.isRecord()) {
      modifiers &= ~(Modifier.ABSTRACT | Modifier.FINAL | Modifier.STATIC);
    }
    return modifiers(modifiers) + (type.isSealed() ? "sealed " : "");
  }

  private static String modifiers(int modifiers) {
    int shown = Modifier.PROTECTED | Modifier.ABSTRACT | Modifier.STATIC | Modifier.FINAL;
    String text = Modifier.toString(modifiers & shown);
    return text.isEmpty() ? "" : text + " ";
  }

  private static String annotations(AnnotatedElement element) {
    return apiAnnotations(element).stream()
        .map(annotation -> " " + text(annotation))
        .collect(Collectors.joining());
  }

  private static List<Annotation> apiAnnotations(AnnotatedElement element) {
    List<Annotation> found = new ArrayList<>();
    for (Class<? extends Annotation> type :
        List.of(Deprecated.class, FunctionalInterface.class, Retention.class, Target.class)) {
      Annotation annotation = element.getDeclaredAnnotation(type);
      if (annotation != null) {
        found.add(annotation);
      }
    }
    return found;
  }

  private static String text(Annotation annotation) {
    String name = "@" + annotation.annotationType().getSimpleName();
    if (annotation instanceof Retention retention) {
      return name + "(" + retention.value() + ")";
    }
    return annotation instanceof Target target ? name + text(target.value()) : name;
  }

  private static String text(Object value) {
    return value instanceof Object[] several
        ? Arrays.stream(several).map(ApiDump::text).collect(Collectors.joining(", ", "(", ")"))
        : escaped(String.valueOf(value));
  }

  /** One line, whatever is in the value. */
  private static String escaped(String value) {
    StringBuilder text = new StringBuilder("\"");
    value
        .chars()
        .forEach(
            c ->
                text.append(
                    c < ' ' || c > '~' || c == '"' || c == '\\'
                        ? String.format("\\u%04x", c)
                        : Character.toString(c)));
    return text.append('"').toString();
  }

  private void line(Class<?> type, String what, String text) {
    lines.add(type.getName() + " " + what + " " + text);
  }
}
