package org.jobqueue.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;

/** The subcommands of the command, in the order of the help. */
final class Subcommands {
  private static final List<Class<?>> ALL =
      List.of(
          InitCommand.class,
          SubmitCommand.class,
          WorkCommand.class,
          ListCommand.class,
          TreeCommand.class,
          ShowCommand.class,
          LogCommand.class,
          EventsCommand.class,
          CancelCommand.class,
          ExplainCommand.class,
          WorkersCommand.class,
          UnblockCommand.class,
          RetryCommand.class,
          SkipCommand.class,
          ReconcileCommand.class,
          HoldCommand.class,
          ReleaseCommand.class,
          PriorityCommand.class,
          DeleteCommand.class,
          LimitCommand.class,
          ArchiveCommand.class,
          GcCommand.class,
          FsckCommand.class,
          TypesCommand.class,
          MapCommand.class,
          VerifyCommand.class,
          DemoCommand.class,
          BenchCommand.class);

  private Subcommands() {}

  /**
   * The subcommands that these arguments may mean. To make all of them is a good part of the time
   * of a short command, and one whose name is no argument cannot be meant. All of them where none
   * is named: that is a call for help, or a mistake for which they are needed to say what was
   * meant.
   */
  static List<Class<?>> of(String... arguments) {
    Set<String> words = Set.copyOf(Arrays.asList(arguments));
    if (words.stream().anyMatch(Subcommands::isFileOfArguments)) {
      return ALL;
    }
    List<Class<?>> named = ALL.stream().filter(type -> words.contains(nameOf(type))).toList();
    return named.isEmpty() ? ALL : named;
  }

  /** Its words are arguments as well. */
  private static boolean isFileOfArguments(String argument) {
    return argument.startsWith("@");
  }

  private static String nameOf(Class<?> type) {
    return type.getAnnotation(Command.class).name();
  }
}
