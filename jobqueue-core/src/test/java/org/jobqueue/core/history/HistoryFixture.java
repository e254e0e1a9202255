package org.jobqueue.core.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jobqueue.api.JobId;
import org.jobqueue.api.event.EventQuery;
import org.jobqueue.api.event.EventReader;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.core.process.ProcessProbe;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.Occurrence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A history in a temporary directory, with a clock that is set. */
abstract class HistoryFixture {
  static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  @TempDir Path temp;

  @SuppressWarnings("NullAway.Init") // before each test
  QueueLayout layout;

  final SettableClock clock = new SettableClock();
  final AtomicLong ticker = new AtomicLong();
  private final Random random = new Random(1);

  static final class SettableClock extends Clock {
    private Instant now = NOON;

    void advance(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void aDirectory() {
    layout = new QueueLayout(temp);
  }

  Environment environment(QueueFiles files) {
    return new Environment(files, clock, ticker::get, random, ProcessProbe.ofThisMachine());
  }

  Journal journal() {
    return journal(new LocalFiles());
  }

  Journal journal(QueueFiles files) {
    return new Journal(environment(files), layout, true, event -> {});
  }

  HistoryReader reader(EventQuery query) {
    return new HistoryReader(environment(new LocalFiles()), layout, query);
  }

  static Occurrence done(String job) {
    return Occurrence.of(EventType.DONE, JobId.parse(job), false);
  }

  static List<String> poll(EventReader reader) {
    List<String> found = new ArrayList<>();
    reader.poll(event -> found.add(text(event)));
    return found;
  }

  static String text(JobEvent event) {
    return event.type().text() + " " + event.job().map(JobId::toString).orElse("-");
  }

  List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(layout.history())) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
