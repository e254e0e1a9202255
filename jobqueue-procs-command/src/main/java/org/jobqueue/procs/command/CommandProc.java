package org.jobqueue.procs.command;

import java.util.Optional;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.CommandFailedException;
import org.jobqueue.api.proc.CommandResult;
import org.jobqueue.api.proc.FramePlaceholders;

/** Runs one command. */
final class CommandProc extends OutputReportingProc {
  private final CommandParameters parameters;
  private final Optional<PercentPattern> progress;

  CommandProc(CommandParameters parameters) {
    super(parameters.effectiveLabel());
    this.parameters = parameters;
    this.progress = parameters.progressPattern().map(PercentPattern::new);
  }

  @Override
  public void run() throws InterruptedException {
    FramePlaceholders frames = new FramePlaceholders(frames());
    CommandResult result =
        tryExecCmd(
            new Command(
                frames.in(parameters.commandLine()),
                environment(frames.in(parameters.environment()), parameters.secrets()),
                parameters.workingDirectory()));
    if (!parameters.successCodes().contains(result.exitCode())) {
      throw new CommandFailedException(result);
    }
  }

  @Override
  protected void stdoutCallback(String line) {
    super.stdoutCallback(line);
    reportProgress(line);
  }

  @Override
  protected void stderrCallback(String line) {
    reportProgress(line);
  }

  private void reportProgress(String line) {
    progress.ifPresent(pattern -> pattern.percentIn(line).ifPresent(this::setProgress));
  }
}
