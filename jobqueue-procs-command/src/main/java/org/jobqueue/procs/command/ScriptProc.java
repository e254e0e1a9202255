package org.jobqueue.procs.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.FramePlaceholders;

/** Runs a script that was written into the job's directory when the job was submitted. */
final class ScriptProc extends OutputReportingProc {
  private static final String FILE = "script";

  private final ScriptParameters parameters;

  ScriptProc(ScriptParameters parameters) {
    super(parameters.effectiveLabel());
    this.parameters = parameters;
  }

  @Override
  public void postCreate(Path jobDirectory) throws IOException {
    Files.writeString(jobDirectory.resolve(FILE), parameters.script());
  }

  @Override
  public void run() throws InterruptedException {
    FramePlaceholders frames = new FramePlaceholders(frames());
    List<String> arguments = new ArrayList<>(parameters.interpreter());
    arguments.add(context().jobDirectory().resolve(FILE).toString());
    arguments.addAll(frames.in(parameters.arguments()));
    execCmd(
        new Command(
            arguments,
            environment(frames.in(parameters.environment()), parameters.secrets()),
            parameters.workingDirectory()));
  }
}
