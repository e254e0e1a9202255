package org.jobqueue.core.plugin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jobqueue.api.proc.Secret;
import org.jspecify.annotations.Nullable;

/** The types whose values have no parts. */
enum ScalarType implements ValueType {
  TEXT("text", "text") {
    @Override
    public Object plain(Where where, @Nullable Object given) {
      if (given instanceof CharSequence text) {
        return text.toString();
      }
      throw where.mismatch(expectation(), given);
    }
  },

  INT("integer", "an integer") {
    @Override
    public Object plain(Where where, @Nullable Object given) {
      return plainInteger(where, given, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public Object bind(Object plain) {
      return ((Number) plain).intValue();
    }
  },

  LONG("integer", "an integer") {
    @Override
    public Object plain(Where where, @Nullable Object given) {
      return plainInteger(where, given, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Override
    public Object bind(Object plain) {
      return ((Number) plain).longValue();
    }
  },

  DOUBLE("number", "a number") {
    @Override
    public Object plain(Where where, @Nullable Object given) {
      if (!(given instanceof Number number) || !isSupported(number)) {
        throw where.mismatch(expectation(), given);
      }
      // By way of the text, so that a float 0.1 becomes 0.1 and not 0.10000000149011612.
      double value = Double.parseDouble(number.toString());
      if (!Double.isFinite(value)) {
        throw where.mismatch("a finite number", given);
      }
      return value;
    }
  },

  BOOLEAN("true or false", "true or false") {
    @Override
    public Object plain(Where where, @Nullable Object given) {
      if (given instanceof Boolean) {
        return given;
      }
      throw where.mismatch(expectation(), given);
    }
  },

  SECRET("secret", "a reference to a secret") {
    @Override
    public Object plain(Where where, @Nullable Object given) {
      if (given instanceof Secret secret) {
        return secret.reference();
      }
      if (given instanceof CharSequence text && Secret.isReference(text.toString())) {
        return text.toString();
      }
      // What was given may be the secret itself, and must not get into a message.
      throw where.refuse("expects env:NAME or file:/full/path, never the secret itself");
    }

    @Override
    public Object bind(Object plain) {
      return new Secret((String) plain);
    }

    @Override
    public Object translated(Object plain, UnaryOperator<String> paths) {
      String reference = (String) plain;
      return reference.startsWith(FILE)
          ? FILE + paths.apply(reference.substring(FILE.length()))
          : reference;
    }
  },

  PATH("path", "a path") {
    @Override
    public Object translated(Object plain, UnaryOperator<String> paths) {
      return paths.apply((String) plain);
    }

    @Override
    public Object plain(Where where, @Nullable Object given) {
      if (given instanceof Path path) {
        return path.toString();
      }
      // The text stays as it is: a worker on another system may read it differently.
      if (given instanceof CharSequence text && isPath(text.toString())) {
        return text.toString();
      }
      throw where.mismatch(expectation(), given);
    }

    @Override
    public Object bind(Object plain) {
      return Path.of((String) plain);
    }
  };

  private static final String FILE = "file:";

  private final String title;
  private final String expectation;

  ScalarType(String title, String expectation) {
    this.title = title;
    this.expectation = expectation;
  }

  /** The type of a class; empty if its values have parts or are not supported. */
  static Optional<ScalarType> of(Class<?> type) {
    if (type == String.class) {
      return Optional.of(TEXT);
    } else if (type == int.class || type == Integer.class) {
      return Optional.of(INT);
    } else if (type == long.class || type == Long.class) {
      return Optional.of(LONG);
    } else if (type == double.class || type == Double.class) {
      return Optional.of(DOUBLE);
    } else if (type == boolean.class || type == Boolean.class) {
      return Optional.of(BOOLEAN);
    } else if (type == Secret.class) {
      return Optional.of(SECRET);
    } else if (type == Path.class) {
      return Optional.of(PATH);
    }
    return Optional.empty();
  }

  boolean isNumber() {
    return this == INT || this == LONG || this == DOUBLE;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String expectation() {
    return expectation;
  }

  @Override
  public Object bind(Object plain) {
    return plain;
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", jsonType());
    if (this == INT) {
      schema.put("minimum", Integer.MIN_VALUE);
      schema.put("maximum", Integer.MAX_VALUE);
    } else if (this == SECRET) {
      schema.put("pattern", "^(env:[A-Za-z_][A-Za-z_0-9]*|file:.+)$");
    } else if (this == PATH) {
      schema.put("format", "path");
    }
    return schema;
  }

  private String jsonType() {
    return switch (this) {
      case TEXT, SECRET, PATH -> "string";
      case INT, LONG -> "integer";
      case DOUBLE -> "number";
      case BOOLEAN -> "boolean";
    };
  }

  /** An Integer where it fits and a Long otherwise, as a JSON reader has it. */
  private static Object plainInteger(Where where, @Nullable Object given, long least, long most) {
    if (!(given instanceof Number integer) || !isInteger(integer)) {
      throw where.mismatch("an integer", given);
    }
    BigInteger value = new BigInteger(integer.toString());
    if (value.compareTo(BigInteger.valueOf(least)) < 0
        || value.compareTo(BigInteger.valueOf(most)) > 0) {
      throw where.mismatch("an integer from " + least + " to " + most, given);
    }
    long number = value.longValueExact();
    return number == (int) number ? (Object) (int) number : (Object) number;
  }

  private static boolean isInteger(Number given) {
    return given instanceof Integer
        || given instanceof Long
        || given instanceof Short
        || given instanceof Byte
        || given instanceof BigInteger;
  }

  private static boolean isSupported(Number given) {
    return isInteger(given)
        || given instanceof Double
        || given instanceof Float
        || given instanceof BigDecimal;
  }

  private static boolean isPath(String text) {
    try {
      Path unused = Path.of(text);
      return true;
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
