package org.jobqueue.api.proc;

import java.util.function.Function;

/**
 * A job type: a name for a procedure with its parameters.
 *
 * <p>Parameters arrive as JSON and are bound to the record {@code P}: unknown names, missing values
 * and wrong types are refused when the job is created. Components may be of the types {@code
 * String}, {@code int}, {@code long}, {@code double}, {@code boolean} and their boxes, {@link
 * java.nio.file.Path}, {@link Secret}, enums, other records, {@code List}, {@code Map} with text
 * keys, and {@link java.util.Optional} of these. A component is required unless it is an {@code
 * Optional}, or its {@link Parameter} gives a default. What a single component cannot express, the
 * record's compact constructor checks: an {@link IllegalArgumentException} from it refuses the job
 * with its message.
 *
 * <p>Implementations are thread-safe.
 *
 * @param <P> the record of the parameters
 */
public interface JobProcType<P extends Record> {
  /** The name that jobs use: lower-case letters, digits, {@code -} and {@code .}. */
  String name();

  /**
   * The version of the type, 1 or greater; to be raised when parameters change their meaning or the
   * results of a job do. A job is run in just the version that checked its parameters: one that was
   * submitted before waits for a worker that has that version. Both may be installed side by side,
   * each in a directory of its own below {@code procs}.
   */
  default int version() {
    return 1;
  }

  /** One or a few sentences for people. */
  String description();

  /** The record of the parameters. */
  Class<P> parameters();

  /**
   * Makes a procedure. Called when a job is created, to learn its label and to run {@link
   * JobProc#postCreate}, and again by the worker for every attempt.
   */
  JobProc create(P parameters);

  /** A type made of its parts, in version 1. */
  static <P extends Record> JobProcType<P> of(
      String name, String description, Class<P> parameters, Function<P, JobProc> factory) {
    return new SimpleJobProcType<>(name, 1, description, parameters, factory);
  }

  /** The same type in another version. */
  default JobProcType<P> withVersion(int other) {
    return new SimpleJobProcType<>(name(), other, description(), parameters(), this::create);
  }
}
