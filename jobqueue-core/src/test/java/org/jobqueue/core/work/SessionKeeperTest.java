package org.jobqueue.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.QueueDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionKeeperTest {
  @TempDir Path directory;
  private QueueLayout layout;
  private Environment here;

  @BeforeEach
  void makeQueue() throws IOException {
    layout = new QueueLayout(directory.resolve("queue"));
    Files.createDirectory(layout.location());
    Files.createFile(layout.configuration());
    here = Environment.ofThisMachine();
  }

  private SessionKeeper keeper() throws IOException {
    return new SessionKeeper(new QueueDirectory(layout, QueueOptions.defaults(), here));
  }

  private List<Path> workers() throws IOException {
    try (Stream<Path> workers = Files.list(layout.workers())) {
      return workers.toList();
    }
  }

  @Test
  void aWorkerThatDrainsSaysSo() throws IOException {
    SessionKeeper keeper = keeper();
    keeper.announceDraining();
    assertThat(layout.worker(keeper.session().name()).resolve("draining")).exists();
    assertThat(keeper.signOff()).isEmpty();
    assertThat(workers()).isEmpty();
  }

  /** A signal may come while the worker ends by itself: its directory must be able to go. */
  @Test
  void aWorkerThatSignsOffSaysNothingMore() throws IOException {
    SessionKeeper keeper = keeper();
    assertThat(keeper.signOff()).isEmpty();
    Files.createDirectory(layout.worker(keeper.session().name())); // as while it is being removed
    keeper.announceDraining();
    assertThat(layout.worker(keeper.session().name())).isEmptyDirectory();
  }
}
