package org.jobqueue.procs.render;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import org.jobqueue.api.proc.JobProcPlugin;

/** Adds {@link RenderProcsPlugin} to the plugins of a program that uses Guice. */
public final class RenderProcsModule extends AbstractModule {
  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireAtInjectOnConstructors();
    binder().requireExactBindingAnnotations();
    binder().disableCircularProxies();
    bind(RenderProcsPlugin.class);
    Multibinder.newSetBinder(binder(), JobProcPlugin.class)
        .addBinding()
        .to(RenderProcsPlugin.class);
  }
}
