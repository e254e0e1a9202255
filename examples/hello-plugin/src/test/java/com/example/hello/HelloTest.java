package com.example.hello;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.testkit.proc.Commands;
import org.jobqueue.testkit.proc.FakeCommand;
import org.jobqueue.testkit.proc.JobProcContract;
import org.jobqueue.testkit.proc.ProcHarness;
import org.jobqueue.testkit.proc.ProcRun;
import org.junit.jupiter.api.Test;

class HelloTest extends JobProcContract {
  @Override
  protected JobProcPlugin plugin() {
    return new HelloPlugin();
  }

  @Override
  protected String type() {
    return "hello";
  }

  @Override
  protected Map<String, ?> parameters(Path work) {
    return Map.of("name", "World");
  }

  @Test
  void greetsAsOftenAsItIsTold() throws Exception {
    ProcRun run =
        ProcHarness.of(plugin(), type())
            .submit(directory.resolve("twice"), Map.of("name", "World", "times", 2))
            .run()
            .requireSuccess();
    assertThat(run.stdoutLines()).containsExactly("Hello World", "Hello World");
    assertThat(run.progress()).containsExactly(50, 100);
  }

  @Test
  void failsWithItsCommand() throws Exception {
    FakeCommand echo = FakeCommand.named("echo").printsError("no paper").exits(3);
    ProcRun run =
        ProcHarness.of(plugin(), type())
            .withCommands(Commands.fake(echo))
            .submit(directory.resolve("fails"), Map.of("name", "World"))
            .run();
    assertThat(run.error().orElseThrow().exitCode()).contains(3);
    assertThat(run.error().orElseThrow().message()).endsWith("no paper");
  }
}
