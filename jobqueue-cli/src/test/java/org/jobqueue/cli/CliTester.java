package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.inject.AbstractModule;
import com.google.inject.Module;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jobqueue.api.spi.JobQueueProvider;

/** Runs whole commands in this process and keeps what they print. */
final class CliTester {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** What a command printed and how it ended. */
  record Result(int exitCode, String out, String err) {
    Result ok() {
      assertThat(err).isEmpty();
      assertThat(exitCode).isZero();
      return this;
    }

    /** Checks a failure: its exit code, one message on standard error, nothing else. */
    Result fails(int code, String message) {
      assertThat(err).isEqualTo("jobqueue: " + message + "\n");
      assertThat(exitCode).isEqualTo(code);
      assertThat(out).isEmpty();
      return this;
    }

    JsonNode json() {
      try {
        return MAPPER.readTree(out);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + out, e);
      }
    }

    List<String> lines() {
      return out.lines().toList();
    }
  }

  final Map<String, String> environment = new HashMap<>();
  final List<Runnable> signalActions = new ArrayList<>();
  final List<Consumer<Signals.Kind>> signalListeners = new ArrayList<>();
  final Path currentDirectory;
  private final List<Module> modules;
  Optional<Path> home = Optional.empty();
  boolean terminal;
  String input = "";
  Surroundings.Pause pause = time -> {};
  WorkerLauncher launcher =
      (arguments, log) -> {
        throw new IOException("no processes in this test");
      };

  CliTester(List<Module> modules, Path currentDirectory) {
    this.modules = modules;
    this.currentDirectory = currentDirectory;
  }

  CliTester(FakeQueue queue, Path currentDirectory) {
    this(List.of(provider(queue)), currentDirectory);
    environment.put("JOBQUEUE", queue.location.toString());
  }

  private static Module provider(JobQueueProvider provider) {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(JobQueueProvider.class).toInstance(provider);
      }
    };
  }

  Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            environment,
            currentDirectory,
            home,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            terminal,
            ZoneOffset.UTC,
            pause,
            this::watch,
            launcher);
    int code = Cli.create(surroundings, modules).run(arguments);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Signals.Watch watch(Consumer<Signals.Kind> action) {
    Runnable interrupt = () -> action.accept(Signals.Kind.INTERRUPT);
    signalActions.add(interrupt);
    signalListeners.add(action);
    return () -> {
      signalActions.remove(interrupt);
      signalListeners.remove(action);
    };
  }
}
