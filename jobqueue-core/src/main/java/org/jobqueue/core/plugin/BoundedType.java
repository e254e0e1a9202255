package org.jobqueue.core.plugin;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers between two bounds.
 *
 * @param number the type of the numbers
 * @param minimum inclusive, perhaps infinite
 * @param maximum inclusive, perhaps infinite
 */
record BoundedType(ScalarType number, double minimum, double maximum) implements ValueType {
  @Override
  public String title() {
    return number.title();
  }

  @Override
  public String expectation() {
    return number.expectation() + bounds();
  }

  @Override
  public Object plain(Where where, @Nullable Object given) {
    Object plain = number.plain(where, given);
    double value = ((Number) plain).doubleValue();
    if (value < minimum || value > maximum) {
      throw where.mismatch(expectation(), given);
    }
    return plain;
  }

  @Override
  public Object bind(Object plain) {
    return number.bind(plain);
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>(number.schema());
    if (Double.isFinite(minimum)) {
      schema.put("minimum", new BigDecimal(text(minimum)));
    }
    if (Double.isFinite(maximum)) {
      schema.put("maximum", new BigDecimal(text(maximum)));
    }
    return schema;
  }

  private String bounds() {
    if (Double.isInfinite(maximum)) {
      return ", " + text(minimum) + " or more";
    }
    return Double.isInfinite(minimum)
        ? ", " + text(maximum) + " or less"
        : " from " + text(minimum) + " to " + text(maximum);
  }

  /** {@code 4} for 4.0. */
  static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
