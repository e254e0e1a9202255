package org.jobqueue.cli;

import com.google.inject.AbstractModule;
import java.util.List;
import picocli.CommandLine.Command;

/** Binds the commands and what they share. */
final class CliModule extends AbstractModule {
  private final Surroundings surroundings;
  private final List<Class<?>> commands;

  /**
   * Binds some of the commands.
   *
   * @param commands which ones; their subcommands are bound as well
   */
  CliModule(Surroundings surroundings, List<Class<?>> commands) {
    this.surroundings = surroundings;
    this.commands = commands;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireExactBindingAnnotations();
    binder().disableCircularProxies();
    bind(Surroundings.class).toInstance(surroundings);
    bind(GlobalOptions.class).toInstance(new GlobalOptions());
    bind(Console.class).toInstance(new Console(surroundings));
    bind(QueueLocator.class);
    bind(JobqueueCommand.class);
    bind(JobChange.class);
    commands.forEach(this::bindCommand);
  }

  private void bindCommand(Class<?> type) {
    bind(type);
    for (Class<?> below : type.getAnnotation(Command.class).subcommands()) {
      bindCommand(below);
    }
  }
}
