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

  /** The job type. */
  public String type() {
    return type;
  }

  /** The name of the parameter. */
  public String parameter() {
    return parameter;
  }
}
