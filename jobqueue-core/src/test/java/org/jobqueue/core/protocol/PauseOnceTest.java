package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.ChunkRange;
import org.jobqueue.core.format.NodeRef;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.graph.RootNode;
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
    failPassing(client, session, first);
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

  @Test
  void norDoesOneOfSeveralChunksOfWhichTheFirstRests() throws IOException {
    World world = new World(directory.resolve("queue"));
    Client client = world.client();
    RootNode root = World.root();
    root.setFrames(FrameRange.parse("1-2"), 1);
    client.submit(root);
    WorkerSession session = WorkerSession.register(client.queue());
    Claim first = new Claims(client.queue()).next(session, Admission.ALL, 0).claim().orElseThrow();
    assertThat(first.definition().node().id()).isEqualTo(JOB.chunk(1));
    failPassing(client, session, first);
    for (Path ticket : tickets(world)) {
      Files.delete(ticket);
    }
    Ticket both = new Ticket(new NodeRef(JOB, 0, 1), 500, 2).withChunks(new ChunkRange(0, 1));
    Path bucket = world.layout().ticketBucket(both);
    Files.createDirectories(bucket);
    Files.createFile(bucket.resolve(both + ""));

    Claims claims = new Claims(client.queue());
    assertThat(claims.next(session, Admission.ALL, 20).claim()).isEmpty();
    world.advance(LONGER_THAN_ANY_PAUSE);
    List<JobId> claimed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Optional<Claim> claim = claims.next(session, Admission.ALL, 20).claim();
      claim.ifPresent(present -> claimed.add(present.definition().node().id()));
    }
    assertThat(claimed).containsExactlyInAnyOrder(JOB.chunk(1), JOB.chunk(2));
  }

  private static List<Path> tickets(World world) throws IOException {
    try (Stream<Path> all = Files.walk(world.layout().ready())) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static void failPassing(Client client, WorkerSession session, Claim claim)
      throws IOException {
    JobError error = JobError.of("no licence").withErrorClass(ErrorClass.TRANSIENT);
    Completion completion = new Completion(client.queue());
    client.files().createDirectory(completion.attemptDirectory(claim));
    completion.fail(session.name(), claim, AttemptResult.ofError(error, client.queue().now()));
  }
}
