package org.jobqueue.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.PluginProblem;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.api.event.JobListener;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.core.queue.FileSystemJobQueues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that want to know what happens. */
class PluginListenersTest {
  @TempDir private Path directory;

  /** A plugin with the type {@code work} and these listeners. */
  private record Curious(Supplier<List<JobListener>> supplier) implements JobProcPlugin {
    @Override
    public String name() {
      return "curious";
    }

    @Override
    public List<JobProcType<?>> types() {
      return List.of(TestPlugin.type("work"));
    }

    @Override
    public List<JobListener> listeners() {
      return supplier.get();
    }
  }

  private JobQueue queueWith(Supplier<List<JobListener>> listeners) {
    return new FileSystemJobQueues(List.of(new Curious(listeners)))
        .create(
            directory.resolve("queue"), QueueOptions.defaults().withDurability(Durability.NONE));
  }

  private static void runOne(JobQueue queue) {
    assertThat(queue.createJob("work", Map.of()).activate().id().number()).isEqualTo(1);
    assertThat(queue.runNextAvailableJob()).isTrue();
  }

  @Test
  void theyAreToldWithTheClassLoaderOfTheirPlugin() {
    List<JobEvent> told = Collections.synchronizedList(new ArrayList<>());
    List<ClassLoader> loaders = Collections.synchronizedList(new ArrayList<>());
    JobQueue queue =
        queueWith(
            () ->
                List.of(
                    event -> {
                      loaders.add(Thread.currentThread().getContextClassLoader());
                      told.add(event);
                    }));

    runOne(queue);

    await().until(() -> told.stream().anyMatch(event -> event.type() == EventType.DONE));
    assertThat(told)
        .extracting(JobEvent::type)
        .containsSubsequence(EventType.SUBMITTED, EventType.STARTED, EventType.DONE);
    assertThat(loaders).containsOnly(Curious.class.getClassLoader());
    assertThat(queue.pluginProblems()).isEmpty();
  }

  @Test
  void oneThatThrowsHarmsNobody() {
    List<JobEvent> told = Collections.synchronizedList(new ArrayList<>());
    JobQueue queue =
        queueWith(
            () ->
                List.of(
                    event -> {
                      throw new IllegalStateException("no good");
                    },
                    told::add));

    runOne(queue);

    await().until(() -> told.stream().anyMatch(event -> event.type() == EventType.DONE));
  }

  @Test
  @SuppressWarnings("NullAway") // what may not be null by the contract can be
  void aPluginWhoseListenersAreNoneKeepsItsTypes() {
    JobQueue withNull = queueWith(() -> Collections.singletonList(null));
    runOne(withNull);
    assertThat(withNull.jobTypes()).extracting(JobTypeInfo::name).contains("work");
    assertThat(withNull.pluginProblems())
        .extracting(PluginProblem::plugin, PluginProblem::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "curious",
                "listeners() of " + Curious.class.getName() + " returned null or a null"));
  }
}
