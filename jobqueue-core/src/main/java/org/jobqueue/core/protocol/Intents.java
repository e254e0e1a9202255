package org.jobqueue.core.protocol;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jobqueue.core.format.IntentName;

/** The intents of control operations that stand at the moment. */
final class Intents {
  private final QueueDirectory queue;

  Intents(QueueDirectory queue) {
    this.queue = queue;
  }

  /** Those for one hierarchy of which the later prevails, in the order of their tokens. */
  List<IntentName> ofHierarchy(long number) throws IOException {
    return all()
        .filter(intent -> intent.number() == number && intent.operation().isOrdered())
        .sorted(Comparator.comparing(IntentName::by))
        .toList();
  }

  /** Whether an intent stands, with whatever beat. */
  boolean stands(IntentName intent) throws IOException {
    return all().anyMatch(intent::isSame);
  }

  /** Withdraws an intent, whose owner may be alive and beat. */
  void withdraw(IntentName intent) throws IOException {
    List<IntentName> names = all().filter(intent::isSame).toList();
    while (!names.isEmpty()) {
      for (IntentName name : names) {
        queue.deleteFileIfExists(queue.layout().intents().resolve(name.toString()));
      }
      names = all().filter(intent::isSame).toList();
    }
  }

  private Stream<IntentName> all() throws IOException {
    return queue.listOrEmpty(queue.layout().intents()).stream()
        .flatMap(name -> IntentName.parse(name).stream());
  }
}
