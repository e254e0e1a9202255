package org.jobqueue.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;

/** Binds the commands and what they share. */
final class CliModule extends AbstractModule {
  private final Surroundings surroundings;

  CliModule(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireExactBindingAnnotations();
    binder().disableCircularProxies();
    bind(Surroundings.class).toInstance(surroundings);
    bind(GlobalOptions.class).toInstance(new GlobalOptions());
    bind(QueueLocator.class);
    bind(JobqueueCommand.class);
    bind(InitCommand.class);
    bind(SubmitCommand.class);
    bind(WorkCommand.class);
    bind(ListCommand.class);
    bind(TreeCommand.class);
    bind(ShowCommand.class);
    bind(LogCommand.class);
    bind(EventsCommand.class);
    bind(JobChange.class);
    bind(CancelCommand.class);
    bind(RetryCommand.class);
    bind(WorkersCommand.class);
    bind(UnblockCommand.class);
    bind(ExplainCommand.class);
    bind(SkipCommand.class);
    bind(ReconcileCommand.class);
    bind(HoldCommand.class);
    bind(ReleaseCommand.class);
    bind(PriorityCommand.class);
    bind(DeleteCommand.class);
    bind(LimitCommand.class);
    bind(ArchiveCommand.class);
    bind(GcCommand.class);
    bind(LimitCommand.SetCommand.class);
    bind(LimitCommand.ListCommand.class);
    bind(LimitCommand.RemoveCommand.class);
    bind(FsckCommand.class);
    bind(TypesCommand.class);
    bind(MapCommand.class);
    bind(VerifyCommand.class);
    bind(DemoCommand.class);
    bind(BenchCommand.class);
  }

  @Provides
  @Singleton
  Console console() {
    return new Console(surroundings);
  }
}
