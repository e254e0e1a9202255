package org.jobqueue.core.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.spi.JobQueueProvider;
import org.jobqueue.core.queue.FileSystemJobQueues;

/**
 * Binds {@link JobQueueProvider}, and {@link JobQueue} to the queue of one directory. Plugins come
 * from the modules beside it, each of which adds to the set of {@link JobProcPlugin}:
 *
 * <pre>{@code
 * Injector injector = Guice.createInjector(new JobQueueModule(directory), new CommandProcsModule());
 * JobQueue queue = injector.getInstance(JobQueue.class);
 * }</pre>
 *
 * <p>Plugins on the class path and in the queue's {@code procs} directory are found as well.
 */
public final class JobQueueModule extends AbstractModule {
  private final Optional<Path> directory;

  /** For programs that choose their queues as they go: {@link JobQueue} is the none-queue. */
  public JobQueueModule() {
    this.directory = Optional.empty();
  }

  /** For programs that work with one queue, which exists. It is opened when first injected. */
  public JobQueueModule(Path directory) {
    this.directory = Optional.of(directory);
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireAtInjectOnConstructors();
    binder().requireExactBindingAnnotations();
    binder().disableCircularProxies();
    Multibinder.newSetBinder(binder(), JobProcPlugin.class);
  }

  @Provides
  @Singleton
  JobQueueProvider provider(Set<JobProcPlugin> plugins) {
    return new FileSystemJobQueues(plugins);
  }

  @Provides
  @Singleton
  JobQueue queue(JobQueueProvider provider) {
    return directory.map(provider::open).orElseGet(JobQueues::none);
  }
}
