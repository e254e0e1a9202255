package org.jobqueue.procs.command;

import org.jobqueue.api.proc.JobProc;

/** A procedure whose status line is the last line of its command's standard output. */
abstract class OutputReportingProc extends JobProc {
  OutputReportingProc(String label) {
    super(label);
  }

  @Override
  protected void stdoutCallback(String line) {
    String status = CommandText.oneLine(line, CommandText.LONGEST_STATUS);
    if (!status.isEmpty()) {
      setStatusLine(status);
    }
  }
}
