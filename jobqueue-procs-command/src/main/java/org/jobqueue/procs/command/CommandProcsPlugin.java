package org.jobqueue.procs.command;

import jakarta.inject.Inject;
import java.util.List;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;

/**
 * The plugin with the job types {@code command}, {@code script}, {@code dumpenv} and {@code group}.
 */
public final class CommandProcsPlugin implements JobProcPlugin {
  /** Called by {@link java.util.ServiceLoader} or Guice. */
  @Inject
  public CommandProcsPlugin() {}

  @Override
  public String name() {
    return "command";
  }

  @Override
  public List<JobProcType<?>> types() {
    return List.of(
        JobProcType.of(
            "command",
            "Runs a command: a program with its arguments, or a line for the shell. The job fails"
                + " if the exit code is none of the success codes. In a chunk of frames {frame},"
                + " {first}, {last} and {frames} stand for these, {frame:4} for four digits.",
            CommandParameters.class,
            CommandProc::new),
        JobProcType.of(
            "script",
            "Runs a script whose text is kept with the job.",
            ScriptParameters.class,
            ScriptProc::new),
        JobProcType.of(
            "dumpenv",
            "Writes to its standard output how jobs are run on a host: user, directories, Java and"
                + " all environment variables, with any secrets in them.",
            DumpEnvParameters.class,
            DumpEnvProc::new),
        JobProcType.of(
            "group",
            "Does nothing itself: it is done when its sub-jobs are, which it keeps together.",
            GroupParameters.class,
            GroupProc::new));
  }
}
