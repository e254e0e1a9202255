package org.jobqueue.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParseResult;

/** Sets how much is logged once the options are known; {@code logback.xml} holds until then. */
final class Logging {
  private static final String PROJECT = "org.jobqueue";

  private Logging() {}

  static void configure(boolean verbose, @Nullable ParseResult subcommand) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return; // somebody put another backend on the class path
    }
    if (verbose) {
      load(context, "/logback-verbose.xml");
    } else if (subcommand != null && subcommand.commandSpec().userObject() instanceof WorkCommand) {
      // A worker's results are at INFO, and they are what the person who started it wants to see.
      context.getLogger(PROJECT).setLevel(Level.INFO);
    }
  }

  private static void load(LoggerContext context, String resource) {
    URL url = Logging.class.getResource(resource);
    if (url == null) {
      throw new IllegalStateException(resource + " is missing in the jar");
    }
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(url);
    } catch (JoranException e) {
      throw new IllegalStateException(resource + " cannot be used", e);
    }
  }
}
