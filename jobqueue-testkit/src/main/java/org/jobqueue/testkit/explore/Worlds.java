package org.jobqueue.testkit.explore;

import java.io.IOException;
import org.jobqueue.api.Durability;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.core.format.QueueConfiguration;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.testkit.client.Client;
import org.jobqueue.testkit.client.SettableTicker;
import org.jobqueue.testkit.files.CallingFiles;
import org.jobqueue.testkit.files.Reply;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.files.ServerTree.Step;

/** Queues to begin with. */
public final class Worlds {
  /** The settings of queues in simulated worlds. */
  public static final QueueOptions OPTIONS =
      QueueOptions.defaults().withDurability(Durability.NONE).withLease(Agent.LEASE);

  private Worlds() {}

  /** Something that a process does before the exploration begins. */
  @FunctionalInterface
  public interface Preparation {
    /** Does it. */
    void run(Client client) throws IOException;
  }

  /** An empty queue. */
  public static ServerTree empty() {
    return empty(OPTIONS);
  }

  /** An empty queue with these settings. */
  public static ServerTree empty(QueueOptions options) {
    return after(
        ServerTree.EMPTY,
        client -> {
          byte[] settings = new QueueConfiguration("simulated", options).toBytes();
          client.files().createFile(client.queue().layout().configuration(), settings);
          for (var part : new QueueLayout(Client.LOCATION).directories()) {
            client.files().createDirectory(part);
          }
        });
  }

  /** These files after something was done by one process alone. */
  public static ServerTree after(ServerTree before, Preparation preparation) {
    Server server = new Server(before);
    ProcessIdentity identity = new ProcessIdentity("host", "boot", "ns", 98, null);
    Client client = new Client(server, OPTIONS, identity, pid -> false, new SettableTicker(), 98);
    try {
      preparation.run(client);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return server.tree;
  }

  private static final class Server implements CallingFiles.Server {
    private ServerTree tree;

    Server(ServerTree tree) {
      this.tree = tree;
    }

    @Override
    public Reply call(org.jobqueue.testkit.files.Call call) {
      Step step = tree.apply(call);
      tree = step.tree();
      return step.reply();
    }
  }
}
