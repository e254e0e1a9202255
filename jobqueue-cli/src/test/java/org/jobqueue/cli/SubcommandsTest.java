package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubcommandsTest {
  @TempDir Path directory;

  @Test
  void onlyThoseAreMadeThatTheArgumentsName() {
    assertThat(Subcommands.of("-q", "dir", "list", "--json")).containsExactly(ListCommand.class);
    assertThat(Subcommands.of("-q", "work", "list"))
        .containsExactly(WorkCommand.class, ListCommand.class);
  }

  @Test
  void allAreMadeWhereNoneIsNamed() {
    assertThat(Subcommands.of()).hasSizeGreaterThan(20);
    assertThat(Subcommands.of("--help")).isEqualTo(Subcommands.of());
    assertThat(Subcommands.of("lst")).isEqualTo(Subcommands.of());
  }

  @Test
  void aNameInAFileOfArgumentsCounts() throws Exception {
    Path file = Files.writeString(directory.resolve("words"), "init");
    new CliTester(Main.modules(), directory).run("@" + file, "list").ok();
    assertThat(directory.resolve("list")).isDirectory();
  }

  @Test
  void aQueueWithTheNameOfACommandIsRefusedWhicheverCommandFollows() {
    CliTester tester = new CliTester(Main.modules(), directory);
    for (String command : new String[] {"list", "types"}) {
      tester
          .run("-q", "list", command)
          .fails(
              ExitCode.USAGE,
              "Expected parameter for option '--queue' but found 'list'; see 'jobqueue --help'");
    }
  }
}
