package org.jobqueue.testkit.explore;

import java.util.ArrayList;
import java.util.List;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Call.Operation;
import org.jobqueue.testkit.files.Reply;
import org.jobqueue.testkit.files.Reply.Outcome;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.files.ServerTree.Step;

/** What may go wrong with an operation between a client and the server. */
public enum Fault {
  /**
   * The operation is done, and reported as network file systems report a repetition of it: what was
   * to be made exists, what was to be moved or removed is missing. Exclusive creation of a file
   * tells the truth on all that were measured.
   */
  LOST_REPLY {
    @Override
    List<Step> outcomes(ServerTree tree, Call call) {
      Step step = tree.apply(call);
      if (!step.reply().ok()) {
        return List.of();
      }
      return switch (call.operation()) {
        case CREATE_DIRECTORY, CREATE_LINK, LINK -> List.of(reporting(step, Outcome.EXISTS));
        case RENAME, DELETE_FILE, DELETE_DIRECTORY -> List.of(reporting(step, Outcome.MISSING));
        default -> List.of();
      };
    }
  },
  /** The operation fails with an input/output error, done or not. */
  IO_ERROR {
    @Override
    List<Step> outcomes(ServerTree tree, Call call) {
      List<Step> outcomes = new ArrayList<>();
      outcomes.add(reporting(new Step(tree, Reply.of(Outcome.OK)), Outcome.IO_ERROR));
      Step step = tree.apply(call);
      if (call.operation().changes() && step.reply().ok()) {
        outcomes.add(reporting(step, Outcome.IO_ERROR));
      }
      return outcomes;
    }
  },
  /** A file or directory is reported missing that has just been made by somebody else. */
  STALE_MISSING {
    @Override
    List<Step> outcomes(ServerTree tree, Call call) {
      boolean looksUp = call.operation() == Operation.READ || call.operation() == Operation.LOOK;
      return looksUp && tree.apply(call).reply().ok()
          ? List.of(
              call.operation() == Operation.READ
                  ? reporting(tree.apply(call), Outcome.MISSING)
                  : new Step(tree, Reply.kind(org.jobqueue.core.fs.QueueFiles.Kind.MISSING)))
          : List.of();
    }
  };

  /** All that can come of a call to which this happens; nothing if it cannot happen to it. */
  abstract List<Step> outcomes(ServerTree tree, Call call);

  private static Step reporting(Step step, Outcome outcome) {
    return new Step(step.tree(), Reply.of(outcome));
  }
}
