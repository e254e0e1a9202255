package org.jobqueue.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON to standard output while it is made. Absent values are left out, instants are ISO
 * 8601, and characters that a terminal could obey are escaped, so that the values stay true and
 * printing them is harmless.
 */
final class JsonOutput {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .characterEscapes(new TerminalEscapes())
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private final JsonGenerator generator;

  private JsonOutput(JsonGenerator generator) {
    this.generator = generator;
  }

  /** Writes one value to standard output. */
  static void print(Console console, Consumer<JsonOutput> writer) {
    try (JsonGenerator generator = FACTORY.createGenerator(console.out())) {
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      generator.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
      writer.accept(new JsonOutput(generator));
      generator.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("standard output: " + e.getMessage(), e);
    }
  }

  /** Writes one value to standard output, in one line. */
  static void printLine(Console console, Consumer<JsonOutput> writer) {
    try (JsonGenerator generator = FACTORY.createGenerator(console.out())) {
      generator.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      writer.accept(new JsonOutput(generator));
      generator.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("standard output: " + e.getMessage(), e);
    }
  }

  /** An object as a value of an array or of the whole. */
  void object(Runnable fields) {
    write(JsonGenerator::writeStartObject);
    fields.run();
    write(JsonGenerator::writeEndObject);
  }

  /** An array as a value of the whole. */
  void array(Runnable elements) {
    write(JsonGenerator::writeStartArray);
    elements.run();
    write(JsonGenerator::writeEndArray);
  }

  /** A field with an object. */
  void objectField(String name, Runnable fields) {
    write(g -> g.writeFieldName(name));
    object(fields);
  }

  /** A field with an array. */
  void arrayField(String name, Runnable elements) {
    write(g -> g.writeFieldName(name));
    array(elements);
  }

  /** A field with text, numbers, booleans, instants, maps or lists; left out if there is none. */
  void field(String name, @Nullable Object value) {
    Object present = unwrap(value);
    if (present != null) {
      write(g -> g.writeFieldName(name));
      value(present);
    }
  }

  /** A value of an array. */
  void value(@Nullable Object value) {
    Object present = unwrap(value);
    if (present instanceof Map<?, ?> map) {
      object(() -> map.forEach((key, element) -> element(String.valueOf(key), element)));
    } else if (present instanceof Iterable<?> list && !(present instanceof Path)) {
      array(() -> list.forEach(this::value));
    } else {
      write(g -> scalar(g, present));
    }
  }

  private void element(String key, @Nullable Object element) {
    write(g -> g.writeFieldName(key));
    value(element);
  }

  private static void scalar(JsonGenerator generator, @Nullable Object value) throws IOException {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      generator.writePOJO(value);
    } else {
      generator.writeString(value.toString());
    }
  }

  private static @Nullable Object unwrap(@Nullable Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? optional.get() : null;
    }
    if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? optional.getAsInt() : null;
    }
    if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? optional.getAsLong() : null;
    }
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? optional.getAsDouble() : null;
    }
    return value instanceof Instant instant ? instant.toString() : value;
  }

  private void write(Writing writing) {
    try {
      writing.to(generator);
    } catch (IOException e) {
      throw new UncheckedIOException("standard output: " + e.getMessage(), e);
    }
  }

  @FunctionalInterface
  private interface Writing {
    void to(JsonGenerator generator) throws IOException;
  }

  /** Escapes more than JSON asks for: all that {@link Printable} would take out. */
  private static final class TerminalEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
      codes[0x7f] = CharacterEscapes.ESCAPE_STANDARD;
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return Printable.isControl(c) ? new SerializedString(String.format("\\u%04x", c)) : null;
    }
  }
}
