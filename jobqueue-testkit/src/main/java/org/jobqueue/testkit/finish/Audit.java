package org.jobqueue.testkit.finish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jobqueue.api.CheckListener;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.Damage;
import org.jobqueue.api.Finding;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.Violation;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.core.inspect.QueueCheck;
import org.jobqueue.core.verify.Verification;
import org.jobqueue.testkit.client.Client;
import org.jobqueue.testkit.client.SettableTicker;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Reply;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.files.ServerTree.Step;

/** What {@code fsck} and {@code verify} say of simulated files, when nobody else is alive. */
public final class Audit {
  /** Damage of what durability forces to disk before anything refers to it. */
  public static final Set<Damage> TORN =
      Set.of(
          Damage.DAMAGED_DEFINITION,
          Damage.MISSING_DEFINITION,
          Damage.MISSING_SUB_JOB,
          Damage.RESULT_MISSING);

  private static final long PID = 97;

  private final QueueOptions options;
  private ServerTree tree;

  /** An audit of these files. */
  public Audit(ServerTree tree, QueueOptions options) {
    this.tree = tree;
    this.options = options;
  }

  /** The files, repaired if that was done. */
  public ServerTree tree() {
    return tree;
  }

  /** Checks and repairs the queue, waiting for the lease where that is needed. */
  public List<Finding> repair() throws IOException {
    List<Finding> findings = new ArrayList<>();
    SettableTicker ticker = new SettableTicker();
    Client client = client(ticker);
    CheckListener listener = findings::add;
    new QueueCheck(
            client.queue().layout(),
            client.queue().environment(),
            CheckOptions.defaults().withRepair(true),
            listener,
            time -> {
              ticker.advance(time);
              return true;
            })
        .run();
    return findings;
  }

  /** What cannot be if nothing was lost, run twice or out of order. */
  public List<Violation> verify() throws IOException {
    List<Violation> violations = new ArrayList<>();
    Client client = client(new SettableTicker());
    new Verification(client.files(), client.queue().layout(), () -> {}, violations::add).run();
    return violations;
  }

  private Client client(SettableTicker ticker) {
    ProcessIdentity identity = new ProcessIdentity("host", "boot", "ns", PID, null);
    return new Client(this::answer, options, identity, pid -> pid != PID, ticker, PID);
  }

  private Reply answer(Call call) {
    Step step = tree.apply(call);
    tree = step.tree();
    return step.reply();
  }
}
