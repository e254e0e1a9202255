package org.jobqueue.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParseResult;

/**
 * Sets how much is logged, and how. Logback finds this class as a service, which is quicker than
 * reading a file of XML; it reads one where somebody names it in {@value #OTHER_FILE}.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  private static final String PROJECT = "org.jobqueue";
  private static final String OTHER_FILE = "logback.configurationFile";

  private static final String MESSAGE = "%replace(%msg){'[\\p{Cc}\\p{Cf}&&[^\\n\\t]]', ''}";

  /** For people at a terminal: control characters removed, no stack traces. */
  private static final String PLAIN = "%d{HH:mm:ss} %-5level " + MESSAGE + "%nopex%n";

  /** With loggers, threads and stack traces. */
  private static final String VERBOSE =
      "%d{HH:mm:ss.SSS} %-5level %logger{24} [%thread] " + MESSAGE + "%n";

  /** For logback. */
  public Logging() {}

  /** What holds until the options are known. */
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty(OTHER_FILE) != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    log(context, PLAIN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  static void configure(boolean verbose, @Nullable ParseResult subcommand) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return; // somebody put another backend on the class path
    }
    if (verbose) {
      context.reset();
      log(context, VERBOSE);
      // Each transition of the queue.
      context.getLogger(PROJECT).setLevel(Level.DEBUG);
    } else if (subcommand != null && subcommand.commandSpec().userObject() instanceof WorkCommand) {
      // A worker's results are at INFO, and they are what the person who started it wants to see.
      context.getLogger(PROJECT).setLevel(Level.INFO);
    }
  }

  private static void log(LoggerContext context, String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern(pattern);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
  }
}
