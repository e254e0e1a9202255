package org.jobqueue.api.proc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What there is to say about a component of a parameter record. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Parameter {
  /** For people: what the parameter is, with its unit. */
  String value() default "";

  /**
   * The value of a parameter that is not given, as JSON: {@code 4}, {@code true}, {@code []}; text
   * may leave out the quotes. Without one the parameter is required, unless it is an {@code
   * Optional}.
   */
  String defaultValue() default NONE;

  /** True if the command line may give the parameter after {@code --} without its name. */
  boolean positional() default false;

  /** A value as one would give it on the command line, for people and forms. */
  String example() default "";

  /**
   * The least number that is accepted, inclusive; of a list each of its numbers. Given smaller, the
   * job is refused.
   */
  double minimum() default Double.NEGATIVE_INFINITY;

  /** The largest number that is accepted, inclusive. */
  double maximum() default Double.POSITIVE_INFINITY;

  /** True for what few people ever set: shown behind the others, or hidden at first. */
  boolean advanced() default false;

  /**
   * True if text is the path of a file or directory, perhaps with placeholders in it, such as
   * {@code /shots/f_####.png}: like a {@link java.nio.file.Path} it is translated to what the place
   * is called on the system that runs the job, but never made absolute. Of a list each of its
   * texts, of a map each value.
   */
  boolean path() default false;

  /** Stands for "no default". */
  String NONE = "\0none";
}
