package org.jobqueue.testkit.mutation;

/**
 * One rule of the protocol taken out of the code.
 *
 * @param rule what does not hold any more
 * @param file the class, relative to the protocol's package
 * @param original the code of the rule; occurs once in the file
 * @param replacement what stands there without it
 */
record Mutation(String rule, String file, String original, String replacement) {
  @Override
  public String toString() {
    return rule;
  }
}
