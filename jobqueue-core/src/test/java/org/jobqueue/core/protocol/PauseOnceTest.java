package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.NodeRef;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.protocol.World.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that failed for a reason that will pass is left alone for one pause, not for two. */
class PauseOnceTest {
  private static final JobId JOB = JobId.ofRoot(1);
  private static final Duration LONGER_THAN_ANY_PAUSE = Duration.ofDays(2);

  @TempDir Path directory;

  @Test
  void aTicketOfAnEarlierVersionCostsNoSecondPause() throws IOException {
    World world = new World(directory.resolve("queue"));
    Client client = world.client();
    client.submit(World.root());
    WorkerSession session = WorkerSession.register(client.queue());
    Claim first = new Claims(client.queue()).next(session, Admission.ALL, 0).claim().orElseThrow();
    JobError error = JobError.of("no licence").withErrorClass(ErrorClass.TRANSIENT);
    Completion completion = new Completion(client.queue());
    client.files().createDirectory(completion.attemptDirectory(first));
    completion.fail(session.name(), first, AttemptResult.ofError(error, client.queue().now()));
    Ticket present = new Ticket(new NodeRef(JOB, 0, 1), 500, 3);
    Path ready = world.layout().ticketBucket(present);
    Files.move(ready.resolve(present + ""), ready.resolve(present.withVersion(2) + ""));

    Claims claims = new Claims(client.queue());
    assertThat(claims.next(session, Admission.ALL, 20).claim()).isEmpty();
    world.advance(LONGER_THAN_ANY_PAUSE);
    Optional<Claim> claim = claims.next(session, Admission.ALL, 20).claim();
    if (claim.isEmpty()) { // this one issued the ticket of the present version
      claim = claims.next(session, Admission.ALL, 20).claim();
    }
    assertThat(claim).isPresent();
  }
}
