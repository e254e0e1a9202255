package org.jobqueue.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The command line, ready to run. */
final class Cli {
  private final CommandLine commandLine;
  private final Surroundings surroundings;
  private final Failures failures;

  private Cli(CommandLine commandLine, Surroundings surroundings, Failures failures) {
    this.commandLine = commandLine;
    this.surroundings = surroundings;
    this.failures = failures;
  }

  /**
   * Builds the command line.
   *
   * @param queue the modules that provide queues
   */
  static Cli create(Surroundings surroundings, List<Module> queue) {
    List<Module> modules =
        Stream.concat(queue.stream(), Stream.of(new CliModule(surroundings))).toList();
    Injector injector = Guice.createInjector(modules);
    Console console = injector.getInstance(Console.class);
    GlobalOptions options = injector.getInstance(GlobalOptions.class);
    Failures failures = new Failures(console, options, surroundings);
    CommandLine commandLine = new CommandLine(JobqueueCommand.class, new CommandFactory(injector));
    configure(commandLine, surroundings, console, failures);
    commandLine.setExecutionStrategy(
        parsed -> {
          Logging.configure(options.verbose, parsed.subcommand());
          return new CommandLine.RunLast().execute(parsed);
        });
    return new Cli(commandLine, surroundings, failures);
  }

  private static void configure(
      CommandLine commandLine, Surroundings surroundings, Console console, Failures failures) {
    commandLine.getCommandSpec().usageMessage().exitCodeList(ExitCode.descriptions());
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(console.hasColours() ? Ansi.ON : Ansi.OFF));
    commandLine.setExecutionExceptionHandler(failures);
    commandLine.setParameterExceptionHandler(failures);
    commandLine.setOut(writer(surroundings.out()));
    commandLine.setErr(writer(surroundings.err()));
  }

  private static PrintWriter writer(java.io.OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Runs one command; returns its exit code. */
  int run(String... arguments) {
    try {
      return commandLine.execute(arguments);
    } catch (StackOverflowError | OutOfMemoryError | LinkageError e) {
      // picocli hands over exceptions only; errors deserve one clear line too.
      return failures.report(e);
    } finally {
      surroundings.out().flush();
      surroundings.err().flush();
    }
  }
}
