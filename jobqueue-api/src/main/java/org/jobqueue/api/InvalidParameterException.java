package org.jobqueue.api;

/** A parameter of a job is unknown, missing or not what its type expects: correct it. */
public class InvalidParameterException extends JobQueueException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final String parameter;

  /**
   * An exception about one parameter.
   *
   * @param type the job type
   * @param parameter the name of the parameter
   * @param problem what is wrong and what is expected, continuing the sentence "parameter 'x' of
   *     job type 'y' …"
   */
  public InvalidParameterException(String type, String parameter, String problem) {
    super("parameter '" + parameter + "' of job type '" + type + "' " + problem);
    this.type = type;
    this.parameter = parameter;
  }

  /**
   * An exception about parameters that do not go together, or that the type refuses for another
   * reason.
   *
   * @param type the job type
   * @param cause what the record of the parameters threw; its message becomes part of this one
   */
  public InvalidParameterException(String type, IllegalArgumentException cause) {
    super("the parameters of job type '" + type + "' are invalid: " + reason(cause), cause);
    this.type = type;
    this.parameter = "";
  }

  /** The job type. */
  public String type() {
    return type;
  }

  /** The name of the parameter; empty if it is about several of them. */
  public String parameter() {
    return parameter;
  }

  private static String reason(IllegalArgumentException cause) {
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }
}
