package org.jobqueue.procs.command;

import org.jobqueue.api.proc.JobProc;

/** Does nothing; its sub-jobs do. */
final class GroupProc extends JobProc {
  GroupProc(GroupParameters parameters) {
    super(
        parameters
            .label()
            .map(label -> CommandText.oneLine(label, CommandText.LONGEST_LABEL))
            .orElse("group"));
  }

  @Override
  public void run() {}
}
