package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Collectors;
import org.jobqueue.api.LimitHolder;
import org.jobqueue.api.LimitScope;
import org.jobqueue.api.LimitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Limits: how many jobs may use something at the same time, such as licences. */
@Command(
    name = "limit",
    description = {
      "Says how many jobs may use something at the same time, such as licences.",
      "A job that asks for tokens of a limit runs only while it holds them."
    },
    subcommands = {
      LimitCommand.SetCommand.class,
      LimitCommand.ListCommand.class,
      LimitCommand.RemoveCommand.class
    })
final class LimitCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before it runs the command
  CommandSpec spec;

  @Inject
  LimitCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which of set, list and remove? 'jobqueue limit --help' explains them");
  }

  private static void refuseAsUsage(Runnable action) {
    try {
      action.run();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Defines a limit. */
  @Command(
      name = "set",
      description = {
        "Defines the limit NAME, or changes how many tokens it has.",
        "When there are fewer than before, jobs that hold some go on."
      })
  static final class SetCommand implements Runnable {
    private final QueueLocator queues;
    private final Console console;

    @Parameters(index = "0", paramLabel = "NAME", description = "The name, such as nuke.")
    String name = "";

    @Parameters(
        index = "1",
        paramLabel = "COUNT",
        description = "How many tokens there are, 1 to " + LimitStatus.HIGHEST_COUNT + ".")
    int count;

    @Option(names = "--per-host", description = "There are so many on each host.")
    boolean perHost;

    @Inject
    SetCommand(QueueLocator queues, Console console) {
      this.queues = queues;
      this.console = console;
    }

    @Override
    public void run() {
      LimitScope scope = perHost ? LimitScope.HOST : LimitScope.FARM;
      refuseAsUsage(() -> queues.open().setLimit(name, count, scope));
      console.line("limit " + name + ": " + count + (perHost ? " on each host" : ""));
    }
  }

  /** Lists the limits. */
  @Command(name = "list", description = "Lists the limits, and the jobs that hold tokens.")
  static final class ListCommand implements Runnable {
    private final QueueLocator queues;
    private final Console console;

    @Option(names = "--json", description = "Print one JSON array; see docs/json.md.")
    boolean json;

    @Inject
    ListCommand(QueueLocator queues, Console console) {
      this.queues = queues;
      this.console = console;
    }

    @Override
    public void run() {
      List<LimitStatus> limits = queues.open().limits();
      if (json) {
        JsonOutput.print(
            console, out -> out.array(() -> limits.forEach(limit -> write(out, limit))));
        return;
      }
      for (LimitStatus limit : limits) {
        console.line(sentence(limit));
        limit.holders().forEach(holder -> console.line("  " + sentence(holder)));
      }
      if (limits.isEmpty()) {
        console.line("no limits");
      }
    }

    private static String sentence(LimitStatus limit) {
      if (limit.problem().isPresent()) {
        return limit.name() + ": " + limit.problem().get() + "; set it again";
      }
      return limit.name()
          + ": "
          + limit.held()
          + (limit.scope() == LimitScope.FARM
              ? " of " + limit.count() + " held"
              : " held, " + limit.count() + " on each host");
    }

    private static String sentence(LimitHolder holder) {
      return holder.amount() + " by job " + holder.job() + " on " + holder.worker();
    }

    private static void write(JsonOutput out, LimitStatus limit) {
      out.object(
          () -> {
            out.field("name", limit.name());
            if (limit.problem().isEmpty()) {
              out.field("count", limit.count());
              out.field("scope", limit.scope().text());
            }
            out.field("problem", limit.problem());
            out.field("held", limit.held());
            out.arrayField("holders", () -> limit.holders().forEach(holder -> write(out, holder)));
          });
    }

    private static void write(JsonOutput out, LimitHolder holder) {
      out.object(
          () -> {
            out.field("job", holder.job());
            out.field("worker", holder.worker());
            out.field("host", holder.host());
            out.field("amount", holder.amount());
          });
    }
  }

  /** Removes limits. */
  @Command(
      name = "remove",
      description = {
        "Removes limits. Jobs that hold tokens go on.",
        "Jobs that ask for some wait until the limit is set again."
      })
  static final class RemoveCommand implements Runnable {
    private final QueueLocator queues;
    private final Console console;

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "The names.")
    List<String> names = List.of();

    @Inject
    RemoveCommand(QueueLocator queues, Console console) {
      this.queues = queues;
      this.console = console;
    }

    @Override
    public void run() {
      var queue = queues.open();
      List<String> present =
          queue.limits().stream().map(LimitStatus::name).collect(Collectors.toList());
      for (String name : names) {
        refuseAsUsage(
            () -> {
              if (!queue.removeLimit(name)) {
                throw new UsageException(
                    "there is no limit "
                        + name
                        + "; "
                        + (present.isEmpty()
                            ? "there are none"
                            : "there are: " + String.join(", ", present)));
              }
            });
        present.remove(name);
        console.line("removed limit " + name);
      }
    }
  }
}
