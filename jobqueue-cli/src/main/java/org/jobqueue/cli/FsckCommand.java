package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jobqueue.api.CheckListener;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.CheckResult;
import org.jobqueue.api.Finding;
import org.jobqueue.api.JobId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks for damage in a queue, and mends it. */
@Command(
    name = "fsck",
    description = {
      "Checks the whole queue and reports what is damaged; --repair mends it.",
      "Safe at any time, while workers and submitters go on, and safe to be killed.",
      "Workers and operations that show no sign of life are watched for the lease at most."
    })
final class FsckCommand implements Callable<Integer> {
  private final QueueLocator queues;
  private final Console console;

  @Option(names = "--repair", description = "Mend what is found; without it nothing is changed.")
  boolean repair;

  @Option(
      names = "--no-wait",
      description = "Leave out what only time can tell, and say how much that is.")
  boolean noWait;

  @Option(names = "--json", description = "Print one JSON object; see docs/json.md.")
  boolean json;

  @Inject
  FsckCommand(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  @Override
  public Integer call() {
    Path directory = queues.requireDirectory();
    CheckOptions options = new CheckOptions(repair, !noWait);
    CheckResult result = json ? printJson(options) : printText(directory, options);
    return result.isSound() ? ExitCode.OK : ExitCode.DAMAGE_LEFT;
  }

  private CheckResult printText(Path directory, CheckOptions options) {
    CheckResult result = queues.check(options, new Listener(f -> line(directory, f)));
    console.line(summary(result));
    if (result.undecided() > 0) {
      console.line(
          result.undecided()
              + " more may be damage or just slow"
              + (noWait ? "; check without --no-wait to find out" : "; check again to find out"));
    }
    return result;
  }

  private void line(Path directory, Finding finding) {
    Path absolute = directory.toAbsolutePath().normalize();
    Path where =
        finding.where().startsWith(absolute)
            ? absolute.relativize(finding.where())
            : finding.where();
    console.line(
        Printable.line(
            outcome(finding) + "  " + finding.kind() + "  " + where + ": " + finding.message()));
  }

  private static String outcome(Finding finding) {
    return switch (finding.outcome()) {
      case REPORTED -> "found";
      case REPAIRED -> "repaired";
      case CANNOT -> "CANNOT REPAIR";
    };
  }

  private static String summary(CheckResult result) {
    String jobs = result.jobs() == 1 ? "1 job checked: " : result.jobs() + " jobs checked: ";
    long all = result.reported() + result.repaired() + result.unrepaired();
    if (all == 0) {
      return jobs + "nothing wrong";
    }
    String findings = all == 1 ? "1 finding" : all + " findings";
    if (result.reported() > 0) {
      return jobs + findings + "; --repair mends what can be mended";
    }
    return jobs
        + findings
        + ", "
        + result.repaired()
        + " repaired, "
        + result.unrepaired()
        + " cannot be repaired";
  }

  private CheckResult printJson(CheckOptions options) {
    CheckResult[] result = new CheckResult[1];
    JsonOutput.print(
        console,
        out ->
            out.object(
                () -> {
                  out.field("repair", repair);
                  out.arrayField(
                      "findings",
                      () ->
                          result[0] =
                              queues.check(options, new Listener(f -> writeFinding(out, f))));
                  writeResult(out, result[0]);
                }));
    return result[0];
  }

  private static void writeFinding(JsonOutput out, Finding finding) {
    out.object(
        () -> {
          out.field("kind", finding.kind().text());
          out.field("where", finding.where().toString());
          out.field("job", finding.job().map(JobId::toString));
          out.field("message", finding.message());
          out.field("outcome", finding.outcome().name().toLowerCase(Locale.ROOT));
        });
  }

  private static void writeResult(JsonOutput out, CheckResult result) {
    out.field("jobs", result.jobs());
    out.field("reported", result.reported());
    out.field("repaired", result.repaired());
    out.field("unrepaired", result.unrepaired());
    out.field("undecided", result.undecided());
  }

  private interface Printing {
    void print(Finding finding);
  }

  private final class Listener implements CheckListener {
    private final Printing printing;

    Listener(Printing printing) {
      this.printing = printing;
    }

    @Override
    public void found(Finding finding) {
      printing.print(finding);
    }

    @Override
    public void waiting(int suspects, Duration longest) {
      console.error(
          "waiting up to "
              + longest.toSeconds()
              + " s to see whether "
              + (suspects == 1
                  ? "1 suspect shows a sign of life"
                  : suspects + " suspects show signs of life"));
    }
  }
}
