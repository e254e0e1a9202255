package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.proc.CommandFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptProcTest {
  private static final List<String> SH = List.of("/bin/sh");

  @TempDir Path job;

  @Test
  void theScriptIsKeptWithTheJobAndRunWithItsArguments() throws Exception {
    String text = "echo \"$1 in $MODE\"\npwd -P\n";
    ScriptParameters parameters =
        new ScriptParameters(
            text,
            SH,
            List.of("two words"),
            Map.of("MODE", "draft"),
            Optional.empty(),
            Optional.empty(),
            Map.of());
    new ScriptProc(parameters).postCreate(job);
    assertThat(job.resolve("script")).hasContent(text);

    // As in real life another instance runs it.
    RecordingContext context = context();
    new ScriptProc(parameters).runIn(context);
    assertThat(context.stdoutFile())
        .isEqualTo("two words in draft\n" + context.attemptDirectory().toRealPath() + "\n");
    assertThat(context.statusLines).first().isEqualTo("two words in draft");
  }

  @Test
  void anotherInterpreterWithArguments() throws Exception {
    ScriptParameters parameters = script("echo traced", List.of("/bin/sh", "-x"));
    new ScriptProc(parameters).postCreate(job);
    RecordingContext context = context();
    new ScriptProc(parameters).runIn(context);
    assertThat(context.stderrFile()).isEqualTo("+ echo traced\n");
  }

  @Test
  void aScriptThatFails() throws Exception {
    ScriptParameters parameters = script("echo bad >&2\nexit 9", SH);
    new ScriptProc(parameters).postCreate(job);
    RecordingContext context = context();
    assertThatThrownBy(() -> new ScriptProc(parameters).runIn(context))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage("'/bin/sh' ended with exit code 9; its last lines on stderr:\nbad");
  }

  @Test
  void theLabelIsTheFirstLineThatSaysSomething() {
    assertThat(new ScriptProc(script("#!/bin/sh\n\n  # makes tea\nmake tea", SH)).label())
        .isEqualTo("# makes tea");
    assertThat(new ScriptProc(script("#!/bin/sh\n", SH)).label()).isEqualTo("script");
  }

  @Test
  void blankParametersAreRefused() {
    assertThatThrownBy(() -> script(" \n", SH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("script is blank; give the text of a script");
    assertThatThrownBy(() -> script("echo", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "interpreter names no program; give the program that runs the script, such as"
                + " [\"/bin/sh\"]");
  }

  private RecordingContext context() throws Exception {
    return new RecordingContext(job, Files.createDirectory(job.resolve("attempt")));
  }

  private static ScriptParameters script(String text, List<String> interpreter) {
    return new ScriptParameters(
        text, interpreter, List.of(), Map.of(), Optional.empty(), Optional.empty(), Map.of());
  }
}
