package org.jobqueue.cli;

import com.google.inject.Module;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jobqueue.core.guice.JobQueueModule;
import org.jobqueue.procs.command.CommandProcsModule;
import org.jobqueue.procs.render.RenderProcsModule;

/** The start of the program: the only place that knows which modules make up a queue. */
public final class Main {
  private static final int BUFFER = 1 << 16;

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(Cli.create(surroundings(), modules()).run(arguments));
  }

  static List<Module> modules() {
    return List.of(new JobQueueModule(), new CommandProcsModule(), new RenderProcsModule());
  }

  /** The world as this process finds it. */
  static Surroundings surroundings() {
    return new Surroundings(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        Optional.ofNullable(System.getProperty("jobqueue.home")).map(Path::of),
        System.in,
        stream(FileDescriptor.out, BUFFER),
        stream(FileDescriptor.err, 1),
        isTerminal(),
        ZoneId.systemDefault(),
        time -> Thread.sleep(time.toMillis()),
        new ProcessSignals(),
        JavaWorkerLauncher.likeThisProcess());
  }

  private static PrintStream stream(FileDescriptor descriptor, int buffer) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), buffer),
        false,
        StandardCharsets.UTF_8);
  }

  /** Only the start script can know: a virtual machine cannot tell standard output alone. */
  private static boolean isTerminal() {
    return Boolean.getBoolean("jobqueue.terminal");
  }
}
