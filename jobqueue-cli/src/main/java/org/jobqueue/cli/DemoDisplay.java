package org.jobqueue.cli;

import java.util.ArrayList;
import java.util.List;
import org.jobqueue.api.JobState;

/**
 * Shows progress: redrawn in place on a terminal, otherwise a line whenever a frame is finished.
 */
final class DemoDisplay {
  private static final int BAR = 30;
  private static final int COLUMNS = 79;

  private final Console console;
  private int drawn;
  private long lastDone = -1;

  DemoDisplay(Console console) {
    this.console = console;
  }

  void show(DemoProgress progress) {
    if (console.isTerminal()) {
      redraw(progress);
    } else if (progress.count(JobState.DONE) != lastDone) {
      lastDone = progress.count(JobState.DONE);
      console.line(counts(progress));
    }
    console.out().flush();
  }

  /** Leaves what is drawn as it is: something else is printed below it. */
  void leave() {
    drawn = 0;
  }

  private void redraw(DemoProgress progress) {
    List<String> lines = new ArrayList<>();
    lines.add(bar(progress) + " " + counts(progress));
    progress.running().forEach(job -> lines.add("  " + describe(job)));
    StringBuilder screen = new StringBuilder();
    if (drawn > 0) {
      screen.append("\u001b[").append(drawn).append('A');
    }
    lines.forEach(line -> screen.append('\r').append(cut(line)).append("\u001b[K\n"));
    // Lines of workers that have nothing to do any more.
    screen.append("\u001b[J");
    console.out().print(screen);
    drawn = lines.size();
  }

  private static String bar(DemoProgress progress) {
    int all = Math.max(1, progress.frames().size());
    int done = (int) (progress.count(JobState.DONE) * BAR / all);
    return "[" + "#".repeat(done) + ".".repeat(BAR - done) + "]";
  }

  private static String counts(DemoProgress progress) {
    long failed = progress.count(JobState.FAILED);
    return progress.count(JobState.DONE)
        + "/"
        + progress.frames().size()
        + " frames done, "
        + progress.count(JobState.RUNNING)
        + " running, "
        + progress.waiting()
        + " waiting"
        + (failed == 0 ? "" : ", " + failed + " failed");
  }

  private static String describe(JobFacts job) {
    String worker = job.status().worker().orElse("?");
    String line = job.status().statusLine().map(text -> "  " + text).orElse("");
    return Printable.line(worker + "  " + job.labelLine() + "  " + job.progressText() + line);
  }

  private static String cut(String line) {
    return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS);
  }
}
