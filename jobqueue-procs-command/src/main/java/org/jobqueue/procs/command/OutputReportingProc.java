package org.jobqueue.procs.command;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.Secret;

/**
 * A procedure that runs a command, and whose status line is the last line of its command's standard
 * output.
 */
abstract class OutputReportingProc extends JobProc {
  OutputReportingProc(String label) {
    super(label);
  }

  /** The variables of a command, with secrets looked up. */
  Map<String, String> environment(Map<String, String> plain, Map<String, Secret> secrets) {
    Map<String, String> all = new LinkedHashMap<>(plain);
    secrets.forEach((name, secret) -> all.put(name, reveal(secret)));
    return all;
  }

  @Override
  protected void stdoutCallback(String line) {
    String status = CommandText.oneLine(line, CommandText.LONGEST_STATUS);
    if (!status.isEmpty()) {
      setStatusLine(status);
    }
  }
}
