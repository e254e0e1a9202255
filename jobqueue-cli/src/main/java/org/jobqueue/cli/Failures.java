package org.jobqueue.cli;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.Locale;
import org.jobqueue.api.DamagedArchiveException;
import org.jobqueue.api.DamagedJobException;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobStateException;
import org.jobqueue.api.NoSuchJobException;
import org.jobqueue.api.QueueUnusableException;
import org.jobqueue.api.UnknownJobTypeException;
import org.jobqueue.api.proc.CommandFailedException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one clear line and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final Console console;
  private final GlobalOptions options;
  private final Surroundings surroundings;

  Failures(Console console, GlobalOptions options, Surroundings surroundings) {
    this.console = console;
    this.options = options;
    this.surroundings = surroundings;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    console.error(
        firstLine(String.valueOf(e.getMessage()))
            + suggestion(e)
            + "; see '"
            + command.getCommandSpec().qualifiedName()
            + " --help'");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof ParameterException usage) {
      return handleParseException(usage, new String[0]);
    }
    return report(e);
  }

  /** Says what went wrong; returns the exit code for it. */
  int report(Throwable e) {
    int code = exitCode(e);
    console.error(code == ExitCode.INTERNAL ? internal(e) : message(e));
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    if (options.verbose) {
      e.printStackTrace(surroundings.err());
      surroundings.err().flush();
    }
    return code;
  }

  private static String message(Throwable e) {
    if (e instanceof InterruptedException) {
      return "interrupted";
    }
    if (e instanceof UncheckedIOException && e.getCause() != null) {
      return message(e.getCause());
    }
    if (e instanceof IOException failure) {
      return "input or output failed: " + reason(failure);
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /** Some exceptions of the file system say in their type alone what is wrong with the file. */
  private static String reason(IOException e) {
    if (e instanceof FileSystemException refused
        && refused.getReason() == null
        && refused.getFile() != null) {
      return refused.getFile() + ": " + wordsOf(refused.getClass());
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /** {@code NoSuchFileException} is "no such file". */
  private static String wordsOf(Class<?> type) {
    return type.getSimpleName()
        .replaceFirst("Exception$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  private String internal(Throwable e) {
    String advice =
        options.verbose ? "please report this" : "please report this, with what --verbose adds";
    return "internal error: " + firstLine(e.toString()) + "; " + advice;
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("");
  }

  private static String suggestion(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return "";
    }
    var spec = e.getCommandLine().getCommandSpec();
    String word = unmatched.getUnmatched().get(0);
    var known = word.startsWith("-") ? spec.optionsMap().keySet() : spec.subcommands().keySet();
    return Suggestion.nearest(word, known).map(s -> "; did you mean '" + s + "'?").orElse("");
  }

  private static int exitCode(Throwable e) {
    if (e instanceof UsageException
        || e instanceof UnknownJobTypeException
        || e instanceof InvalidParameterException
        || e instanceof InvalidHierarchyException
        || e instanceof InvalidPathException
        || e instanceof NoSuchJobException
        || e instanceof JobStateException) {
      return ExitCode.USAGE;
    }
    if (e instanceof QueueUnusableException) {
      return ExitCode.QUEUE_UNUSABLE;
    }
    if (e instanceof DamagedJobException
        || e instanceof DamagedArchiveException
        || e instanceof CommandFailedException) {
      return ExitCode.JOB_FAILED;
    }
    if (e instanceof InterruptedException) {
      return ExitCode.INTERRUPTED;
    }
    return isDisturbance(e) ? ExitCode.DISTURBED : ExitCode.INTERNAL;
  }

  private static boolean isDisturbance(Throwable e) {
    return e instanceof JobQueueException
        || e instanceof UncheckedIOException
        || (e instanceof IOException && !(e instanceof JacksonException));
  }
}
