package org.jobqueue.core.protocol;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jobqueue.core.format.IntentName;

/** The intents of control operations that stand at the moment. */
final class Intents {
  private final QueueDirectory queue;

  Intents(QueueDirectory queue) {
    this.queue = queue;
  }

  /** Those for one hierarchy, in the order of their tokens. */
  List<IntentName> ofHierarchy(long number) throws IOException {
    return all()
        .filter(intent -> intent.number() == number && intent.operation().isControl())
        .sorted(Comparator.comparing(IntentName::by))
        .toList();
  }

  /** Whether an intent stands, with whatever beat. */
  boolean stands(IntentName intent) throws IOException {
    return present(intent).isPresent();
  }

  /** The name with the present beat of an intent; empty if it was withdrawn. */
  Optional<IntentName> present(IntentName intent) throws IOException {
    return all().filter(intent::isSame).findFirst();
  }

  private Stream<IntentName> all() throws IOException {
    return queue.listOrEmpty(queue.layout().intents()).stream()
        .flatMap(name -> IntentName.parse(name).stream());
  }
}
