package org.jobqueue.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of every command, accepted before and after its name. */
final class GlobalOptions {
  @Option(
      names = {"-q", "--queue"},
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The queue's directory; by default that in the variable JOBQUEUE.")
  @Nullable Path queue;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show what happens inside, and stack traces of errors.")
  boolean verbose;
}
