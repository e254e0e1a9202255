package org.jobqueue.testkit.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.Optional;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.core.protocol.Admission;
import org.jobqueue.core.protocol.Claim;
import org.jobqueue.core.protocol.Claims;
import org.jobqueue.core.protocol.Completion;
import org.jobqueue.core.protocol.Removal;
import org.jobqueue.core.protocol.WorkerSession;
import org.jobqueue.testkit.client.Client;
import org.jobqueue.testkit.client.Hierarchies;
import org.jobqueue.testkit.client.Programs;
import org.jobqueue.testkit.client.SettableTicker;
import org.jobqueue.testkit.explore.Worlds;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Reply;
import org.jobqueue.testkit.files.ServerTree;
import org.junit.jupiter.api.Test;

/** A deletion takes from everybody the right to run or commit, even if nothing can be removed. */
class DeletionFenceTest {
  private ServerTree tree =
      Worlds.after(Worlds.empty(), client -> Programs.submit(client, Hierarchies.pair()));

  private Client client(long pid, boolean mayDelete) {
    ProcessIdentity identity = new ProcessIdentity("host", "boot", "ns", pid, null);
    return new Client(
        call -> answer(call, mayDelete),
        Worlds.OPTIONS,
        identity,
        other -> false,
        new SettableTicker(),
        pid);
  }

  private Reply answer(Call call, boolean mayDelete) {
    boolean deletes =
        call.operation() == Call.Operation.DELETE_FILE
            || call.operation() == Call.Operation.DELETE_DIRECTORY;
    if (deletes && !mayDelete && call.path().get(0).equals("jobs")) {
      return Reply.of(Reply.Outcome.DENIED);
    }
    ServerTree.Step step = tree.apply(call);
    tree = step.tree();
    return step.reply();
  }

  @Test
  void nothingIsClaimedOrCommittedAfterIt() throws IOException {
    Client worker = client(1, true);
    WorkerSession session = WorkerSession.register(worker.queue());
    Claim claim = claim(worker, session).orElseThrow();
    Client deleter = client(2, false);
    assertThatThrownBy(() -> new Removal(deleter.queue()).delete(JobId.ofRoot(1)))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(claim(worker, session)).isEmpty();
    Completion completion = new Completion(worker.queue());
    worker.files().createDirectory(completion.attemptDirectory(claim));
    Instant now = worker.queue().now();
    AttemptResult result =
        new AttemptResult(JobAttempt.Outcome.SUCCEEDED, now, now, Optional.empty());
    assertThat(completion.commit(session.name(), claim, result)).isEqualTo(Completion.Outcome.LOST);
  }

  private static Optional<Claim> claim(Client worker, WorkerSession session) throws IOException {
    return new Claims(worker.queue()).next(session, Admission.ALL, 10).claim();
  }
}
