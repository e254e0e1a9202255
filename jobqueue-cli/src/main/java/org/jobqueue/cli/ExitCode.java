package org.jobqueue.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** How the command ends, for scripts. Documented in the footer of {@code jobqueue --help}. */
final class ExitCode {
  static final int OK = 0;
  static final int JOB_FAILED = 1;
  static final int USAGE = 2;
  static final int QUEUE_UNUSABLE = 3;
  static final int DISTURBED = 4;
  static final int DAMAGE_LEFT = 5;
  static final int VIOLATED = 6;
  static final int INTERNAL = 70;
  static final int INTERRUPTED = 130;
  static final int TERMINATED = 143;

  private ExitCode() {}

  /** The list that picocli prints below the help. */
  static Map<String, String> descriptions() {
    Map<String, String> list = new LinkedHashMap<>();
    list.put(" 0", "ok");
    list.put(" 1", "a job failed or is damaged");
    list.put(
        " 2", "wrong usage: options, job type, parameter, job file, hierarchy, or no such job");
    list.put(
        " 3", "the queue cannot be used: missing, not a queue, newer, not writable, not empty");
    list.put(" 4", "reading or writing the queue failed, or others were quicker: try again");
    list.put(" 5", "fsck found damage that is still there");
    list.put(" 6", "verify found what cannot be if nothing was lost, run twice or out of order");
    list.put("70", "internal error, or the program cannot be built or started");
    list.put("130", "interrupted by a signal: Ctrl-C, or the terminal was closed");
    list.put(
        "143",
        "ended by SIGTERM before the end; 'work' without --until-empty ends with 0 instead, once"
            + " what it ran is finished or handed back");
    return list;
  }
}
