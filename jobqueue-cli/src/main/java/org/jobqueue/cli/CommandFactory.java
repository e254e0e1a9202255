package org.jobqueue.cli;

import com.google.inject.Injector;
import com.google.inject.Key;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Lets picocli get commands from Guice, and its converters and the like as it always does. */
final class CommandFactory implements IFactory {
  private final Injector injector;

  CommandFactory(Injector injector) {
    this.injector = injector;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    return injector.getExistingBinding(Key.get(type)) == null
        ? CommandLine.defaultFactory().create(type)
        : injector.getInstance(type);
  }
}
