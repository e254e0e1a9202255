package org.jobqueue.cli;

import jakarta.inject.Inject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself; all work is in its subcommands. */
@Command(
    name = "jobqueue",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    description = "A directory as a job queue: no server, no database, no open port.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n")
final class JobqueueCommand implements Runnable {
  @Mixin final GlobalOptions options;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before it runs the command
  CommandSpec spec;

  @Inject
  JobqueueCommand(GlobalOptions options) {
    this.options = options;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command? 'jobqueue --help' lists them");
  }
}
