package org.jobqueue.procs.command;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.jobqueue.api.proc.JobProc;

/** Writes how jobs are run here. */
final class DumpEnvProc extends JobProc {
  private final DumpEnvParameters parameters;
  private final Clock clock;
  private final Map<String, String> environment;

  DumpEnvProc(DumpEnvParameters parameters) {
    this(parameters, Clock.systemUTC(), System.getenv());
  }

  DumpEnvProc(DumpEnvParameters parameters, Clock clock, Map<String, String> environment) {
    super(
        parameters
            .title()
            .map(title -> CommandText.oneLine(title, CommandText.LONGEST_LABEL))
            .orElse("dumpenv"));
    this.parameters = parameters;
    this.clock = clock;
    this.environment = new TreeMap<>(environment);
  }

  @Override
  public void run() {
    PrintStream out = stdout();
    parameters.title().ifPresent(out::println);
    line("time", clock.instant());
    line("host", host());
    line("user", property("user.name"));
    line("process", ProcessHandle.current().pid());
    line("system", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
    line("processors", Runtime.getRuntime().availableProcessors());
    line("Java", property("java.version") + " (" + property("java.vendor") + ")");
    line("Java home", property("java.home"));
    line("working directory of the worker", property("user.dir"));
    line("job", context().jobId());
    line("attempt", context().attempt());
    line("job directory", context().jobDirectory());
    line("attempt directory", runningDir());
    out.println();
    environment.forEach((name, value) -> out.println(name + "=" + onOneLine(value)));
    out.flush();
    setStatusLine(environment.size() + " environment variables on " + host());
  }

  private void line(String name, Object value) {
    stdout().println(name + ": " + value);
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown (" + e.getMessage() + ")";
    }
  }

  /** Line ends as backslash and letter, so that each variable has one line. */
  private static String onOneLine(String value) {
    return value.replace("\n", "\\n").replace("\r", "\\r");
  }
}
