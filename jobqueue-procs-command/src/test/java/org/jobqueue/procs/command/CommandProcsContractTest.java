package org.jobqueue.procs.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.testkit.proc.JobProcContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What every job type has to keep, for those that run commands or nothing. */
@DisabledOnOs(OS.WINDOWS)
class CommandProcsContractTest {
  abstract static class OfPlugin extends JobProcContract {
    private final String type;

    OfPlugin(String type) {
      this.type = type;
    }

    @Override
    protected JobProcPlugin plugin() {
      return new CommandProcsPlugin();
    }

    @Override
    protected String type() {
      return type;
    }
  }

  @Nested
  class CommandContract extends OfPlugin {
    CommandContract() {
      super("command");
    }

    @Override
    protected Map<String, ?> parameters(Path work) {
      return Map.of("shell", "echo hello > greeting; cat greeting");
    }

    @Override
    protected Map<String, ?> longParameters(Path work) {
      // a process that leaves its family, one that ignores SIGTERM, and one that waits for them
      return Map.of("shell", "sleep 1000 & (trap '' TERM; sleep 1000) & wait");
    }

    @Override
    protected List<Map<String, ?>> invalidParameters(Path work) {
      return List.of(
          Map.of(),
          Map.of("shell", " "),
          Map.of("shell", "true", "arguments", List.of("true")),
          Map.of("shell", "true", "workingDirectory", "relative"),
          Map.of("shell", "true", "successCodes", List.of()),
          Map.of("shell", "true", "progressPattern", "no group"));
    }
  }

  @Nested
  class ScriptContract extends OfPlugin {
    ScriptContract() {
      super("script");
    }

    @Override
    protected Map<String, ?> parameters(Path work) {
      return Map.of("script", "echo $1 > greeting", "arguments", List.of("hello"));
    }

    @Override
    protected Map<String, ?> longParameters(Path work) {
      return Map.of("script", "sleep 1000");
    }

    @Override
    protected List<Map<String, ?>> invalidParameters(Path work) {
      return List.of(Map.of("script", ""), Map.of("script", "true", "interpreter", List.of()));
    }
  }

  @Nested
  class DumpEnvContract extends OfPlugin {
    DumpEnvContract() {
      super("dumpenv");
    }

    @Override
    protected Map<String, ?> parameters(Path work) {
      return Map.of("title", "first\nsecond");
    }
  }

  @Nested
  class GroupContract extends OfPlugin {
    GroupContract() {
      super("group");
    }

    @Override
    protected Map<String, ?> parameters(Path work) {
      return Map.of("label", "shot\n42");
    }
  }
}
