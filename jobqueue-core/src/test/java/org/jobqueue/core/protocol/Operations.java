package org.jobqueue.core.protocol;

import java.io.IOException;
import java.util.List;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.protocol.World.Client;
import org.jspecify.annotations.Nullable;

/**
 * Operations on the hierarchy 1, a diamond, and states of it in which they have something to do.
 */
enum Operations {
  CANCEL(Operation.CANCEL, Client::runNext),
  CANCEL_SUBTREE(Operation.CANCEL, "1/0", client -> {}),
  RETRY(
      Operation.RETRY,
      client -> {
        client.runNext();
        new OutsideError(client.queue()).set(JobId.parse("1/0"), "broken");
        new Control(client.queue()).change(Operation.CANCEL, JobId.parse("1/1"), false);
        client.drain(); // drops the void tickets, which would be as good as new ones
      }),
  RETRY_ROOT(
      Operation.RETRY,
      client -> {
        for (int i = 0; i < 3; i++) {
          client.runNext();
        }
        new OutsideError(client.queue()).set(JobId.ofRoot(1), "broken");
        client.drain(); // drops the void tickets, which would be as good as new ones
      }),
  HOLD(Operation.HOLD, Client::runNext),
  RELEASE(
      Operation.RELEASE,
      client -> {
        client.runNext();
        new Control(client.queue()).change(Operation.HOLD, JobId.ofRoot(1), true);
        client.drain(); // drops the void tickets, which would be as good as new ones
      }),
  PRIORITY(null, Client::runNext);

  private interface Preparation {
    void prepare(Client client) throws IOException;
  }

  private final @Nullable Operation operation;
  private final String job;

  @SuppressWarnings("ImmutableEnumChecker") // lambdas that capture nothing
  private final Preparation preparation;

  Operations(@Nullable Operation operation, Preparation preparation) {
    this(operation, "1", preparation);
  }

  Operations(@Nullable Operation operation, String job, Preparation preparation) {
    this.operation = operation;
    this.job = job;
    this.preparation = preparation;
  }

  /** Submits the diamond and brings it into the state to start from. */
  void prepare(World world) throws IOException {
    world.client().submit(World.diamond());
    preparation.prepare(world.client());
  }

  void run(Client client) throws IOException {
    Control control = new Control(client.queue());
    if (operation == null) {
      control.setPriority(JobId.parse(job), 700);
    } else {
      control.change(operation, JobId.parse(job), true);
    }
  }

  /** What can be seen of the outcome in the end, when all that can run has run. */
  static List<Object> outcome(World world) throws IOException {
    world.client().drain();
    JobId root = JobId.ofRoot(1);
    Object priority =
        new Priorities(world.client().queue()).look(root).map(p -> p.priority()).orElse(500);
    return List.of(world.states(root), priority);
  }
}
