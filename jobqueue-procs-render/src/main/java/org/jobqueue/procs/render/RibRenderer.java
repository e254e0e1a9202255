package org.jobqueue.procs.render;

import java.util.Optional;

/** The renderers of RIB files, with the options by which they differ. */
enum RibRenderer {
  AQSIS("aqsis", "-Progress", Optional.empty()),
  PIXIE("rndr", "-p", Optional.empty()),
  THREE_DELIGHT("renderdl", "-Progress", Optional.of("-t %d")),
  PRMAN("prman", "-Progress", Optional.of("-t:%d"));

  private final String program;
  private final String progress;
  private final Optional<String> threads;

  RibRenderer(String program, String progress, Optional<String> threads) {
    this.program = program;
    this.progress = progress;
    this.threads = threads;
  }

  String program() {
    return program;
  }

  /** The option that makes it print its progress. */
  String progress() {
    return progress;
  }

  /** The option that sets the number of threads, as a format, in one or two words. */
  Optional<String> threadsOption() {
    return threads;
  }
}
