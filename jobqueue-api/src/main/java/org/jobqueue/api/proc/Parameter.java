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

  /** Stands for "no default". */
  String NONE = "\0none";
}
