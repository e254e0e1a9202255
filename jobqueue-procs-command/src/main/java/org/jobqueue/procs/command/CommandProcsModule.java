package org.jobqueue.procs.command;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import org.jobqueue.api.proc.JobProcPlugin;

/** Adds {@link CommandProcsPlugin} to the plugins of a program that uses Guice. */
public final class CommandProcsModule extends AbstractModule {
  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireAtInjectOnConstructors();
    binder().requireExactBindingAnnotations();
    binder().disableCircularProxies();
    bind(CommandProcsPlugin.class);
    Multibinder.newSetBinder(binder(), JobProcPlugin.class)
        .addBinding()
        .to(CommandProcsPlugin.class);
  }
}
