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
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;

/** The command line, ready to run. */
final class Cli {
  private final Surroundings surroundings;
  private final List<Module> queue;

  private Cli(Surroundings surroundings, List<Module> queue) {
    this.surroundings = surroundings;
    this.queue = queue;
  }

  /**
   * Builds the command line.
   *
   * @param queue the modules that provide queues
   */
  static Cli create(Surroundings surroundings, List<Module> queue) {
    return new Cli(surroundings, List.copyOf(queue));
  }

  /** Runs one command; returns its exit code. */
  int run(String... arguments) {
    List<Class<?>> commands = Subcommands.of(arguments);
    Module cli = new CliModule(surroundings, commands);
    Injector injector =
        Guice.createInjector(Stream.concat(queue.stream(), Stream.of(cli)).toList());
    Console console = injector.getInstance(Console.class);
    GlobalOptions options = injector.getInstance(GlobalOptions.class);
    Failures failures = new Failures(console, options, surroundings);
    CommandLine commandLine = new CommandLine(JobqueueCommand.class, new CommandFactory(injector));
    for (Class<?> command : commands) {
      commandLine.addSubcommand(command);
    }
    configure(commandLine, console, failures);
    commandLine.setExecutionStrategy(new LoggingFirst(options));
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

  private void configure(CommandLine commandLine, Console console, Failures failures) {
    commandLine.getCommandSpec().usageMessage().exitCodeList(ExitCode.descriptions());
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(console.hasColours() ? Ansi.ON : Ansi.OFF));
    commandLine.setExecutionExceptionHandler(failures);
    commandLine.setParameterExceptionHandler(failures);
    commandLine.setOut(writer(surroundings.out()));
    commandLine.setErr(writer(surroundings.err()));
  }

  /**
   * Runs the command once it is known what is to be logged. No lambda: one of a type of picocli
   * cannot be in the archive of classes, and keeps that type out of it as well.
   */
  private record LoggingFirst(GlobalOptions options) implements IExecutionStrategy {
    @Override
    public int execute(ParseResult parsed) {
      Logging.configure(options.verbose, parsed.subcommand());
      return new CommandLine.RunLast().execute(parsed);
    }
  }

  private static PrintWriter writer(java.io.OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
