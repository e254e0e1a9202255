package org.jobqueue.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AttemptThreadsTest {
  private static final ClassLoader LOADER = AttemptThreadsTest.class.getClassLoader();

  private final AttemptThreads threads = new AttemptThreads();

  private record Sight(Thread thread, String name, ClassLoader loader, boolean interrupted) {}

  private final List<Sight> seen = Collections.synchronizedList(new ArrayList<>());

  private void look() {
    Thread present = Thread.currentThread();
    ClassLoader loader = present.getContextClassLoader();
    seen.add(new Sight(present, present.getName(), loader, present.isInterrupted()));
  }

  /** Runs a task to its end; the thread may need a moment longer to be free for the next one. */
  private void run(String name, ClassLoader loader, Runnable task) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Runnable whole =
        () -> {
          try {
            task.run();
          } finally {
            ended.countDown();
          }
        };
    threads.start(() -> new Interruptible().perform(name, loader, whole));
    ended.await();
  }

  @Test
  void aThreadThatIsUsedAgainIsAsNew() throws Exception {
    try (URLClassLoader plugin = new URLClassLoader(new URL[0], LOADER)) {
      while (seen.size() < 2 || seen.get(seen.size() - 2).thread() != seen.get(0).thread()) {
        run("job-1", plugin, this::look);
        run(
            "job-2",
            LOADER,
            () -> {
              look();
              Thread.currentThread().interrupt(); // as a procedure may leave it
            });
      }
      for (int i = 0; i < seen.size(); i++) {
        boolean first = i % 2 == 0;
        assertThat(seen.get(i).name()).isEqualTo(first ? "job-1" : "job-2");
        assertThat(seen.get(i).loader()).isSameAs(first ? plugin : LOADER);
        assertThat(seen.get(i).interrupted()).isFalse();
      }
    }
  }

  @Test
  void anInterruptReachesTheTaskItIsMeantForAndNoOther() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Interruptible stubborn = new Interruptible();
    threads.start(
        () ->
            stubborn.perform(
                "job-1",
                LOADER,
                () -> {
                  try {
                    begun.countDown();
                    TimeUnit.HOURS.sleep(1);
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                }));
    begun.await();
    stubborn.interrupt();
    interrupted.await();
    for (int i = 0; i < 100; i++) {
      run("job-2", LOADER, this::look);
      stubborn.interrupt(); // it has ended
    }

    assertThat(seen).hasSize(100).noneMatch(Sight::interrupted);
  }

  @Test
  void oneThatIsInterruptedBeforeItBeginsFindsOut() throws Exception {
    for (int i = 0; i < 100; i++) {
      CountDownLatch interrupted = new CountDownLatch(1);
      Interruptible run = new Interruptible();
      threads.start(
          () ->
              run.perform(
                  "job-1",
                  LOADER,
                  () -> {
                    try {
                      TimeUnit.HOURS.sleep(1);
                    } catch (InterruptedException e) {
                      interrupted.countDown();
                    }
                  }));
      run.interrupt(); // at whatever moment
      interrupted.await();
    }
  }
}
