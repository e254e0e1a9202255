package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobFileTest {
  @TempDir Path directory;
  private FakeQueue queue;
  private CliTester cli;

  @BeforeEach
  void prepare() {
    queue = new FakeQueue(Path.of("/queue"));
    cli = new CliTester(queue, directory);
  }

  private CliTester.Result submit(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
    return cli.run("submit", "-f", name);
  }

  private FakeJob submitted() {
    assertThat(queue.activated).hasSize(1);
    return queue.activated.get(0);
  }

  @Test
  void framesAreCutIntoChunks() throws IOException {
    submit(
            "job.yaml",
            """
            type: command
            subJobs:
              - {type: command, frames: "1-10x2,20", chunkSize: 3}
              - {type: command, frames: 7}
            """)
        .ok();
    Job block = submitted().subJobs().get(0);
    assertThat(block.frames()).contains(FrameRange.parse("1-9x2,20"));
    assertThat(block.chunkSize()).isEqualTo(3);
    Job single = submitted().subJobs().get(1);
    assertThat(single.frames()).contains(FrameRange.parse("7"));
    assertThat(single.chunkSize()).isEqualTo(1);
    assertThat(submitted().frames()).isEmpty();
  }

  @Test
  void framesThatAreNone() throws IOException {
    assertThat(submit("a.yaml", "{type: command, subJobs: [{type: command, frames: 1-x}]}").err())
        .contains("subJobs[0].frames: '1-x' is not a frame range");
    assertThat(submit("b.yaml", "{type: command, chunkSize: 3}").err())
        .contains("chunkSize: says how to cut frames, but there are no 'frames'");
    assertThat(submit("c.yaml", "{type: command, frames: 1-5, chunkSize: 0}").err())
        .contains("chunkSize: is 0; expected 1 or more");
    assertThat(queue.activated).isEmpty();
  }

  @Test
  void framesFromTheCommandLine() {
    cli.run("submit", "command", "--frames", "100-1x-1", "--chunk", "5").ok();
    assertThat(submitted().frames()).contains(FrameRange.parse("100-1x-1"));
    assertThat(submitted().chunkSize()).isEqualTo(5);
    assertThat(cli.run("submit", "command", "--chunk", "5").err()).contains("with --frames");
    assertThat(cli.run("submit", "command", "--frames", "5-x").err())
        .contains("'5-x' is not a frame range");
  }

  @Test
  void theExampleWithFramesIsValid() throws IOException {
    JobSpec job = JobFileReader.read(Path.of("../examples/jobs/frames.yaml"));
    JobSpec block = ((JobSpec.Own) job.subJobs().get(0)).job();
    assertThat(block.frames()).contains(FrameRange.parse("1-240"));
    assertThat(block.chunkSize()).hasValue(8);
    assertThat(block.subJobs()).hasSize(1);
  }

  @Test
  void aYamlFileDescribesAWholeHierarchy() throws IOException {
    submit(
            "job.yaml",
            """
            type: command
            label: top
            priority: 800
            attempts: 2
            parameters:
              argv: [cat, a, b]
              directory: out
            subJobs:
              - type: command
                label: left
                subJobs:
                  - {type: command, label: texture, id: tex}
              - ref: tex
              - type: command
                label: right
                parameters: {shell: true}
            """)
        .ok();
    FakeJob top = submitted();
    assertThat(top.shape()).isEqualTo("top(left(texture) texture right)");
    assertThat(top.priority).isEqualTo(800);
    assertThat(top.attempts()).isEqualTo(2);
    assertThat(top.parameters)
        .containsEntry("argv", List.of("cat", "a", "b"))
        .containsEntry("directory", directory.resolve("out").toString());
    assertThat(((FakeJob) top.subJobs.get(2)).parameters).containsEntry("shell", true);
    assertThat(top.subJobs.get(1)).isSameAs(top.subJobs.get(0).subJobs().get(0));
  }

  @Test
  void aReferenceMayPointForwardAndComesLastThen() throws IOException {
    submit(
            "job.json",
            """
            {"type": "command", "label": "top", "subJobs": [
              {"type": "command", "label": "a", "subJobs": [
                 {"ref": "tex"}, {"type": "command", "label": "own"}]},
              {"type": "command", "label": "texture", "id": "tex"}]}
            """)
        .ok();
    assertThat(submitted().shape()).isEqualTo("top(a(own texture) texture)");
  }

  @Test
  void optionsBeatTheFile() throws IOException {
    Files.writeString(directory.resolve("j.yml"), "{type: command, label: file, priority: 1}");
    cli.run("submit", "-f", "j.yml", "--label", "option", "--priority", "2").ok();
    assertThat(submitted().label).isEqualTo("option");
    assertThat(submitted().priority).isEqualTo(2);
  }

  @Test
  void standardInputIsAFileToo() {
    cli.input = "{\"type\": \"command\", \"label\": \"from a pipe\"}";
    cli.run("submit", "-f", "-").ok();
    assertThat(submitted().label).isEqualTo("from a pipe");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{type: command, lable: x}|lable: unknown key, did you mean 'label'?",
        "{type: command, colour: x}|colour: unknown key, a job has type, label, attempts, priority,"
            + " id, parameters, frames, chunkSize, retry, timeLimits, outputs, skipExisting,"
            + " requirements, subJobs",
        "{type: command, subJobs: [{type: command}, {type: command, lable: x}]}|subJobs[1].lable:"
            + " unknown key, did you mean 'label'?",
        "{label: x}|type: missing; every job names its job type",
        "{type: command, subJobs: [{subJobs: []}]}|subJobs[0].type: missing; every job names its"
            + " job type",
        "{type: [a]}|type: expected text, found a list",
        "{type: command, id: 12}|id: expected text, found the number 12; put it in quotes",
        "{type: command, label: ''}|label: is empty",
        "{type: command, attempts: 0}|attempts: is 0; expected 1 or more",
        "{type: command, attempts: many}|attempts: expected a number, 1 or more, found the text"
            + " 'many'",
        "{type: command, priority: 1000}|priority: is 1000; expected 0 to 999",
        "{type: command, subJobs: [{type: command, priority: 3}]}|subJobs[0].priority: only the"
            + " top-level job has a priority",
        "{type: command, parameters: [a]}|parameters: expected an object, found a list",
        "{type: command, parameters: {argv: [a, null]}}|parameters.argv[1]: is null; leave it out"
            + " instead",
        "{type: command, subJobs: {a: b}}|subJobs: expected a list of jobs, found an object",
        "{type: command, subJobs: [ls]}|subJobs[0]: expected an object, found the text 'ls'",
        "{type: command, subJobs: [{ref: a, label: b}]}|subJobs[0]: a reference has no other key"
            + " than 'ref'",
        "{type: command, subJobs: [{ref: txe}, {type: command, id: tex}]}|subJobs[0].ref: no job of"
            + " this file has the id 'txe'; did you mean 'tex'?",
        "{type: command, subJobs: [{type: command, id: a}, {type: command, id: a}]}|subJobs[1].id:"
            + " 'a' is the id of subJobs[0] already",
        "{type: command, id: a, subJobs: [{type: command, id: a}]}|subJobs[0].id: 'a' is the id of"
            + " the top-level job already",
        "{ref: a}|ref: the top-level job cannot be a reference",
        "[1, 2]|the job: expected an object, found a list",
        "{type: command, subJobs: [{type: comand}]}|subJobs[0]: unknown job type 'comand'; known"
            + " types: command, blender",
        "{type: command, subJobs: [{type: command, parameters: {x: 1}}]}|subJobs[0]: parameter 'x'"
            + " of job type 'command' is unknown",
      })
  void faultsAreReportedWithTheirPlace(String content, String message) throws IOException {
    boolean refusedByQueue = message.contains("job type 'co");
    submit("j.yaml", content)
        .fails(ExitCode.USAGE, refusedByQueue ? message : "j.yaml: " + message);
    assertThat(queue.activated).isEmpty();
  }

  @Test
  void syntaxErrorsNameTheLine() throws IOException {
    assertThat(submit("j.json", "{\"type\": \"command\",\n \"label\" 3}").err())
        .startsWith("jobqueue: j.json, line 2, column ")
        .hasLineCount(1);
    assertThat(submit("j.yaml", "type: command\nlabel: [a\n").err())
        .startsWith("jobqueue: j.yaml, line ")
        .hasLineCount(1);
    assertThat(submit("twice.yaml", "type: command\ntype: command\n").err())
        .startsWith("jobqueue: twice.yaml, line 2, column 5: Duplicate field 'type'")
        .hasLineCount(1);
  }

  @Test
  void aliasesAreRefusedInsteadOfMisread() throws IOException {
    assertThat(submit("j.yaml", "type: command\nlabel: &a x\nid: *a\n").err())
        .contains("aliases such as *name are not read here")
        .hasLineCount(1);
  }

  @Test
  void anEmptyOrMissingOrOddlyNamedFileIsAUsageError() throws IOException {
    submit("j.yaml", "")
        .fails(ExitCode.USAGE, "j.yaml is empty; expected an object with 'type' and 'parameters'");
    cli.run("submit", "-f", "nothing.json")
        .fails(ExitCode.USAGE, "there is no job file " + directory.resolve("nothing.json"));
    submit("j.txt", "type: command")
        .fails(
            ExitCode.USAGE,
            "j.txt: the name of a job file ends in .json, .yaml or .yml, so that its form is clear");
    cli.run("submit", "command", "-f", "j.yaml")
        .fails(ExitCode.USAGE, "-f FILE names types and parameters itself; give no others");
  }

  @Test
  void theJobFileAmongTheExamplesIsRead() throws IOException {
    JobSpec job = JobFileReader.read(Path.of("../examples/jobs/animation.yaml"));
    assertThat(job.type()).isEqualTo("raytrace-assemble");
    assertThat(job.subJobs()).hasSize(24);
  }

  @Test
  void aFileOfFiftyThousandJobsIsRead() throws IOException {
    StringBuilder file = new StringBuilder("type: command\nsubJobs:\n");
    for (int i = 0; i < 50_000; i++) {
      file.append("  - {type: command, label: frame ")
          .append(i)
          .append(", parameters: {argv: [")
          .append("render, --frame, '")
          .append(i)
          .append("']}}\n");
    }
    submit("big.yaml", file.toString()).ok();
    assertThat(submitted().subJobs).hasSize(50_000);
  }

  @Test
  void theExampleSaysHowItsJobsAreRun() throws IOException {
    RunOptionsReader reader = new RunOptionsReader(path -> Path.of("/projects/shot").resolve(path));
    JobSpec film = JobFileReader.read(Path.of("../examples/jobs/farm.yaml"));
    JobOptions options = reader.read(film.options(), "", JobOptions.DEFAULTS);
    assertThat(options.outputs())
        .containsExactly(org.jobqueue.api.ExpectedFile.of("/projects/shot/film.txt"));
    assertThat(options.requirements().limits()).containsExactly(java.util.Map.entry("encoder", 1));
    JobSpec block = ((JobSpec.Own) film.subJobs().get(0)).job();
    assertThat(block.attempts()).hasValue(3);
    JobOptions frames = reader.read(block.options(), block.place(), JobOptions.DEFAULTS);
    assertThat(frames.retry().delay()).hasSeconds(5);
    assertThat(frames.retry().longestDelay()).hasMinutes(5);
    assertThat(frames.retry().otherHost()).isTrue();
    assertThat(frames.retry().rules())
        .containsExactly(
            org.jobqueue.api.ErrorRule.onOutput(
                org.jobqueue.api.ErrorClass.TRANSIENT, "(?i)licen[cs]e"),
            org.jobqueue.api.ErrorRule.onExitCode(org.jobqueue.api.ErrorClass.FATAL, 64));
    assertThat(frames.timeLimits().silence().orElseThrow()).hasMinutes(10);
    assertThat(frames.skipExisting()).isTrue();
    assertThat(frames.requirements().memory()).isEqualTo(256L << 20);
    assertThat(frames.requirements().tags()).containsExactly("linux");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{type: command, retry: {dely: 3s}}|retry.dely: unknown key, did you mean 'delay'?",
        "{type: command, retry: {delay: soon}}|retry.delay: 'soon' is not a duration; expected for"
            + " example 500ms, 120s, 5m or 1h",
        "{type: command, retry: {errors: [{class: odd, exitCodes: [1]}]}}|retry.errors[0].class:"
            + " expected task, worker, transient or fatal",
        "{type: command, retry: {errors: [{class: task}]}}|retry.errors[0]: an error rule needs exit"
            + " codes or a pattern",
        "{type: command, timeLimits: {total: 0s}}|timeLimits: total is PT0S; it must be positive",
        "{type: command, outputs: x}|outputs: expected a list",
        "{type: command, outputs: [{path: a, magic: zz}]}|outputs[0]: 'zz' is not 1 to 64 bytes in"
            + " hexadecimal, such as 89504e47",
        "{type: command, requirements: {cores: -1}}|requirements: cores is -1; it must be 0 or more",
        "{type: command, requirements: {memory: lots}}|requirements.memory: 'lots' is not a size;"
            + " expected for example 4096, 512m or 8g",
        "{type: command, requirements: {limits: [a]}}|requirements.limits: expected an object of"
            + " numbers, such as {licence: 1}",
        "{type: command, skipExisting: yes please}|skipExisting: expected true or false",
      })
  void faultsInHowAJobIsRunAreReportedWithTheirPlace(String text, String message) {
    CliTester cli = new CliTester(new FakeQueue(Path.of("/queue")), Path.of("/projects/shot"));
    cli.input = text;
    cli.run("submit", "-f", "-").fails(ExitCode.USAGE, "standard input: " + message);
  }
}
