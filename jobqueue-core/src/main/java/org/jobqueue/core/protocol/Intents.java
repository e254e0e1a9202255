package org.jobqueue.core.protocol;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.IntentName.Operation;

/** The intents of control operations that stand at the moment. */
final class Intents {
  private static final int LOOKS = 3;

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

  /**
   * Whether an intent stands, with whatever beat. A listing may show neither name of one that beats
   * in that moment, so one that is missing is looked for more than once.
   */
  boolean stands(IntentName intent) throws IOException {
    for (int i = 0; i < LOOKS; i++) {
      if (all().anyMatch(intent::isSame)) {
        return true;
      }
    }
    return false;
  }

  /** The same, and sees to it that an intent of this process stands, too. */
  boolean standsWith(IntentName intent, Intent own) throws IOException {
    List<IntentName> present = all().toList();
    own.renewUnlessIn(present);
    return present.stream().anyMatch(intent::isSame) || stands(intent);
  }

  /** Whether the submission of a hierarchy has not come to its end. */
  boolean hasSubmission(long number) throws IOException {
    for (int i = 0; i < LOOKS; i++) {
      if (all().anyMatch(name -> name.number() == number && name.operation() == Operation.SUBMIT)) {
        return true;
      }
    }
    return false;
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
