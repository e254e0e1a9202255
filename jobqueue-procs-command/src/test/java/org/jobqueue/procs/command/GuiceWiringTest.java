package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.multibindings.Multibinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.core.guice.JobQueueModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuiceWiringTest {
  @TempDir Path directory;

  /** Has a type that the plugin {@code command} has too. */
  private static final class Rival implements JobProcPlugin {
    @Override
    public String name() {
      return "rival";
    }

    @Override
    public List<JobProcType<?>> types() {
      return List.of(
          JobProcType.of(
              "dumpenv",
              "The same name.",
              DumpEnvParameters.class,
              parameters -> {
                throw new AssertionError("never run");
              }));
    }
  }

  @Test
  void theQueueOfADirectoryIsInjectedWithThePluginsOfTheModules() {
    JobQueues.create(directory.resolve("queue"));
    Injector injector =
        Guice.createInjector(
            new JobQueueModule(directory.resolve("queue")), new CommandProcsModule());

    JobQueue queue = injector.getInstance(JobQueue.class);

    assertThat(queue.jobTypes())
        .extracting(JobTypeInfo::name)
        .containsExactly("command", "dumpenv", "group", "script");
    JobHandle job = queue.createJob("command", Map.of("arguments", List.of("true"))).activate();
    assertThat(queue.runNextAvailableJob()).isTrue();
    assertThat(job.isFinished()).isTrue();
    assertThat(injector.getInstance(JobQueue.class)).isSameAs(queue);
  }

  @Test
  void withoutADirectoryThereIsTheNoneQueue() {
    Injector injector = Guice.createInjector(new JobQueueModule(), new CommandProcsModule());
    assertThat(injector.getInstance(JobQueue.class)).isSameAs(JobQueues.none());
  }

  @Test
  void aTypeInTwoPluginsFailsAtStartUpAndNamesBoth() {
    JobQueues.create(directory.resolve("queue"));
    Injector injector =
        Guice.createInjector(
            new JobQueueModule(directory.resolve("queue")),
            new CommandProcsModule(),
            new AbstractModule() {
              @Override
              protected void configure() {
                Multibinder.newSetBinder(binder(), JobProcPlugin.class)
                    .addBinding()
                    .toInstance(new Rival());
              }
            });

    assertThatThrownBy(() -> injector.getInstance(JobQueue.class))
        .isInstanceOf(ProvisionException.class)
        .hasMessageContaining("dumpenv")
        .hasMessageContaining("rival")
        .hasMessageContaining("command");
  }

  @Test
  void bindingsAreExplicit() {
    assertThatThrownBy(
            () ->
                Guice.createInjector(
                    new JobQueueModule(),
                    new AbstractModule() {
                      @Override
                      protected void configure() {
                        binder().getProvider(Rival.class);
                      }
                    }))
        .isInstanceOf(CreationException.class);
  }
}
