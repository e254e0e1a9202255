package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.NodeRef;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.jobqueue.core.protocol.World.Client;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job whose files, or whose ticket, the user of a worker may not touch. */
class DeniedJobTest {
  private static final JobId FIRST = JobId.ofRoot(1);
  private static final JobId SECOND = JobId.ofRoot(2);

  @TempDir Path directory;
  private World world;
  private Client client;
  private WorkerSession session;
  private Claims claims;

  @BeforeEach
  void submitTwo() throws IOException {
    world = new World(directory.resolve("queue"));
    assertThat(world.client().submit(World.root())).isEqualTo(FIRST);
    assertThat(world.client().submit(World.root())).isEqualTo(SECOND);
    client = world.client();
    session = WorkerSession.register(client.queue());
    claims = new Claims(client.queue());
  }

  private Optional<JobId> next() throws IOException {
    claims.refresh();
    return claims
        .next(session, Admission.ALL, 20)
        .claim()
        .map(claim -> claim.definition().node().id());
  }

  @Test
  void doesNotKeepAWorkerFromTheOthers() throws IOException {
    client.files().deny(world.layout().job(FIRST));
    assertThat(next()).contains(SECOND);
    assertThat(next()).isEmpty();
  }

  /** The worker gives its ticket back at once, since others may be able to run it. */
  @Test
  void isRunByAWorkerWhoMay() throws IOException {
    client.files().deny(world.layout().job(FIRST));
    assertThat(next()).contains(SECOND);
    assertThat(session.takeLost()).isEmpty();
    assertThat(world.client().drain()).isEqualTo(1);
    assertThat(world.state(FIRST)).isEqualTo(JobState.DONE);
  }

  @Test
  void isRunOnceTheUserMay() throws IOException {
    client.files().deny(world.layout().job(FIRST));
    assertThat(next()).contains(SECOND);
    client.files().deny();
    world.advance(Duration.ofMinutes(10));
    assertThat(next()).contains(FIRST);
  }

  @Test
  void keepsItsTicketIfThatCannotBeTaken() throws IOException {
    Ticket ticket = new Ticket(new NodeRef(FIRST, 0, 1), 500, 1);
    client
        .files()
        .deny(world.layout().ticketBucket(ticket)); // that of the other job lies there, too
    assertThat(next()).isEmpty();
    assertThat(world.leftovers()).contains("ready/" + ticket);
    client.files().deny();
    world.advance(Duration.ofMinutes(10));
    assertThat(next()).contains(FIRST);
    assertThat(next()).contains(SECOND);
  }

  /** It would run for ever in the name of this worker. */
  @Test
  void isNotGivenBackIfItMayHaveBeenClaimed() throws IOException {
    client.files().arm(Fault.LOST_REPLY, 1); // after the ticket was taken
    client.files().hide(world.layout().job(FIRST));
    assertThatThrownBy(this::next).hasRootCauseInstanceOf(AccessDeniedException.class);
    client.files().hide();
    for (RunTicket lost : session.takeLost()) {
      new TicketRecovery(client.queue()).recoverOwn(session.name(), lost, false);
    }
    assertThat(next()).contains(FIRST);
    assertThat(next()).contains(SECOND);
  }
}
