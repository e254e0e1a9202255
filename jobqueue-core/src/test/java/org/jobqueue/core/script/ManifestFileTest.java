package org.jobqueue.core.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.JobProc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a manifest says, and what is refused in one. */
class ManifestFileTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "command: []                          | 'command' is empty",
        "command: x                           | 'command' is 'x'; write a list",
        "command: [{if: flag, then: x}]       | 'command' has to begin with a program",
        "command: ['{list}']                  | 'command' has to begin with a program",
        "command: [x, '{scen}']               | unknown name '{scen}' in an argument of 'command'; there are: ",
        "command: [x, '{scen}']               | did you mean 'scene'?",
        "command: [x, '{note}']               | 'note' is optional; say what is to be left out",
        "command: [x, 'a{list}']              | 'list' has several values",
        "command: [x, '{text.name}']          | but it is not a path",
        "command: [x, '{scene.nam}']          | unknown part 'nam' in {scene}",
        "command: [x, '{text:4}']             | after ':' an integer may have its digits",
        "command: [x, '{frames:4}']           | has {frames:4}; write {frames}",
        "command: [x, 'a{b']                  | a brace that belongs to no name",
        "command: [x, {iff: flag, then: x}]   | unknown key 'iff' in an argument with 'if'",
        "command: [x, {if: count, then: x}]   | 'count' always has a value here",
        "command: [x, {if: flg, then: x}]     | unknown name 'flg' in 'if'",
        "command: [x, {if: {kind: c}, then: x}] | unknown choice 'c' in 'kind'; there are: a, b",
        "command: [x, {if: {list: c}, then: x}] | 'list' cannot be compared",
        "command: [x]\\nlabel: '{plugin}'     | unknown name '{plugin}' in 'label'",
        "command: [x]\\nlabel: '{list}'       | 'list' has several values",
        "command: [x]\\nlabel: '{frame}'      | unknown name '{frame}' in 'label'",
        "command: [x]\\nsuccessCodes: [256]   | is 256; it must be from 0 to 255",
        "command: [x]\\nsuccessCodes: []      | is empty; write at least one exit code",
        "command: [x]\\nversion: 0            | is 0; it must be from 1",
        "command: [x]\\nversion: '1'          | is '1'; write a whole number",
        "command: [x]\\noutput: [{match: '(', status: x}] | is not a regular expression: Unclosed group",
        "command: [x]\\noutput: [{match: '(?<a>.)', status: '{b}'}] | unknown name '{b}' in 'status' of a rule of 'output'; there is: a",
        "command: [x]\\noutput: [{match: '\\(?<a>', status: '{a}'}] | unknown name '{a}'",
        "command: [x]\\noutput: [{match: x}]  | needs progress, status or error, or else 'ignore: true'",
        "command: [x]\\noutput: [{match: x, status: x, class: task}] | there is no 'error' here",
        "command: [x]\\noutput: [{match: x, error: x, class: mine}]  | unknown class 'mine'",
        "command: [x]\\nerrors: [{class: task}] | needs 'exit' or 'match'",
        "command: [x]\\nerrors: [{exit: 1}]   | a rule of 'errors' has no 'class'",
        "command: [x]\\noutputs: [{path: '{plugin}/x'}] | unknown name '{plugin}'",
        "command: [x]\\noutputs: [{path: '{first}'}]    | unknown name '{first}'",
        "command: [x]\\noutputs: [{path: x, magic: xyz}] | is not 1 to 64 bytes in hexadecimal",
        "command: [x]\\noutputs: [{path: x, minimumSize: -1}] | is -1; it must be from 0",
        "command: [x]\\nenvironment: {A=B: x} | 'A=B' cannot be the name of a variable",
        "command: [x]\\ncommand: [y]          | Duplicate field 'command'",
        "command: [&a x, *a]                  | aliases (*name) cannot be used here",
        "label: x                             | a job type has no 'command'",
      })
  void whatIsWrongIsNamedWithItsLine(String lines, String message) throws IOException {
    String body = lines.replace("\\n", "\n").indent(4);

    ManifestFault fault =
        refused(
            """
            types:
              - name: x
                parameters:
                  scene: {type: path}
                  text: {type: text}
                  note: {type: text, optional: true}
                  count: {type: integer}
                  flag: {type: boolean}
                  kind: {type: choice, choices: [a, b]}
                  list: {type: list of text}
            """
                + body);

    String said = fault.in(Path.of("plugin.yaml"));
    assertThat(said.replace("type 'x'", "a job type")).contains(message);
    assertThat(said).matches("(?s)plugin.yaml, line (2|1[1-9]): .*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "p: {type: txt}                          | unknown type 'txt' in parameter 'p'; there are: text, integer",
        "p: {type: list of map of text}          | unknown type 'list of map of text'",
        "p: {}                                   | parameter 'p' has no 'type'",
        "p: {type: text, minimum: 1}             | 'minimum' of parameter 'p' is only for integers and numbers",
        "p: {type: text, choices: [a]}           | is only for the type choice",
        "p: {type: choice}                       | parameter 'p' has no 'choices'",
        "p: {type: choice, choices: [a, a]}      | has to name one or more, and none twice",
        "p: {type: integer, minimum: 2, maximum: 1} | has a minimum greater than its maximum",
        "p: {type: text, default: a, optional: true} | has a default, so it always has a value",
        "p: {type: text, default: }              | 'default' of parameter 'p' is empty",
        "p: {type: text, optional: 1}            | is '1'; write true or false",
        "frame: {type: text}                     | a name that means something else in texts: {frame}",
        "1p: {type: text}                        | a name that cannot be used",
        "p: {type: text, positionl: true}        | did you mean 'positional'?",
      })
  void wrongParametersAreRefused(String parameter, String message) throws IOException {
    ManifestFault fault =
        refused("types:\n- name: x\n  command: [x]\n  parameters:\n    " + parameter + "\n");

    assertThat(fault.in(Path.of("plugin.yaml")))
        .startsWith("plugin.yaml, line 5: ")
        .contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                  | the manifest is empty",
        "[]                  | the manifest is a list; write names with values",
        "types: []           | 'types' is empty",
        "typs: []            | did you mean 'types'?",
        "types: [{name: x, command: [x]}, {name: x, command: [y]}] | type 'x' is in the manifest twice",
      })
  void wrongDocumentsAreRefused(String text, String message) throws IOException {
    assertThat(refused(text).in(Path.of("m"))).contains(message);
  }

  @Test
  void aSecondDocumentIsRefused() throws IOException {
    assertThat(refused("types: [{name: x, command: [x]}]\n---\ntypes: []\n"))
        .hasMessageContaining("a second document begins here");
  }

  @Test
  void whatIsNotYamlIsNamedWithItsLine() throws IOException {
    assertThat(refused("types:\n  - name: x\n    command: [x]\n  tab\n").in(Path.of("m")))
        .startsWith("m, line ")
        .endsWith("while scanning a simple key: could not find expected ':'");
  }

  @Test
  void textsAreFilled() throws Exception {
    ScriptType type =
        only(
            """
            types:
              - name: x
                parameters:
                  scene: {type: path}
                  pad:   {type: integer}
                  list:  {type: list of text}
                  map:   {type: map of text}
                  note:  {type: text, optional: true}
                label: "{scene.stem} {{{pad:4}}} [{note}]"
                command: ["{plugin}/a", "{scene.directory}", "{scene.extension}", "{list}", "{list:;}", "{map}",
                  {if: list, then: some, else: none}, {if: note, then: ["{note}"]},
                  {if: frames, then: ["{frame:3}", "{frames}"], else: still}, 007]
                environment: {N: "{note}", F: "f{frame}", P: "{pad}"}
            """);
    Map<String, Object> values =
        Map.of(
            "scene", Path.of("/s/{frame}/a.b.usd"),
            "pad", 42L,
            "list", List.of("a b", ""),
            "map", Map.of("k", "v"));
    Path here = directory.toAbsolutePath();

    Filling chunk = new Filling(values, here, Optional.of(FrameRange.parse("7-9")), false);
    assertThat(type.command(chunk).arguments())
        .containsExactly(
            here + "/a", "/s/7", "usd", "a b", "", "a b;", "k=v", "some", "007", "7-9", "007");
    assertThat(type.command(chunk).environment()).isEqualTo(Map.of("F", "f7", "P", "42"));

    Filling still = new Filling(values, here, Optional.empty(), false);
    assertThat(type.command(still).arguments()).endsWith("some", "still", "007");
    assertThat(type.command(still).environment()).isEqualTo(Map.of("P", "42"));
    // The label names something that has no value.
    assertThat(type.procedure(new ScriptValues(values)).label()).isEqualTo("x");
  }

  @Test
  void theLabelHasBracesOfItsOwn() throws Exception {
    ScriptType type =
        only(
            "types: [{name: x, command: [x], parameters: {n: {type: integer}}, label:"
                + " '{{{n:4}}}'}]");

    assertThat(type.procedure(new ScriptValues(Map.of("n", 42L))).label()).isEqualTo("{0042}");
  }

  @Test
  void filesAreExpectedOfEachFrameIfThereAreFrames() throws Exception {
    ScriptType type =
        only(
            """
            types:
              - name: x
                parameters: {out: {type: path}, log: {type: path, optional: true}}
                command: [x]
                outputs:
                  - {path: "{out}/f.{frame:4}.png", minimumSize: 100, magic: 89504e47}
                  - {path: "{log}"}
                  - {path: always}
            """);
    JobProc proc = type.procedure(new ScriptValues(Map.of("out", Path.of("/o"))));

    assertThat(proc.expectedFiles(Optional.of(FrameRange.parse("1-2"))))
        .containsExactly(
            new ExpectedFile("/o/f.{frame:4}.png", 100, Optional.of("89504e47")),
            ExpectedFile.of("always"));
    assertThat(proc.expectedFiles(Optional.empty())).containsExactly(ExpectedFile.of("always"));
  }

  @Test
  void theFirstRuleOfEachKindCounts() throws Exception {
    ScriptType type =
        only(
            """
            types:
              - name: x
                command: [x]
                output:
                  - {match: "^#", ignore: true}
                  - {match: "(?<a>\\\\d+) of (?<b>\\\\d+)", progress: "{a}/{b}", status: "part {a}"}
                  - {match: "(?<p>\\\\d+)", progress: "{p}"}
                  - {match: "bad(?: (?<why>\\\\w+))?", error: "{why}", class: transient}
                  - {match: "bad", error: "unknown", class: worker}
                errors: [{exit: 3, class: fatal}]
            """);
    OutputRules rules = type.end().output();

    OutputRules.Meaning part = rules.of("3 of 10");
    assertThat(part.progress()).contains("3/10");
    assertThat(part.status()).contains("part 3");
    assertThat(part.error()).isEmpty();
    assertThat(rules.of("# 3 of 10 bad luck"))
        .isEqualTo(
            new OutputRules.Meaning(
                Optional.empty(), Optional.empty(), Optional.empty(), ErrorClass.TASK));
    assertThat(rules.of("bad luck").error()).contains("luck");
    assertThat(rules.of("bad luck").errorClass()).isEqualTo(ErrorClass.TRANSIENT);
    assertThat(rules.of("bad").error()).contains("unknown");
    assertThat(rules.of("bad").errorClass()).isEqualTo(ErrorClass.WORKER);
    assertThat(type.end().errors()).containsExactly(ErrorRule.onExitCode(ErrorClass.FATAL, 3));
  }

  @Test
  void aRelativeWorkingDirectoryIsRefused() throws Exception {
    ScriptType type =
        only(
            "types: [{name: x, command: [x], parameters: {d: {type: path}}, workingDirectory:"
                + " '{d}'}]");

    IllegalArgumentException refused =
        catchThrowableOfType(
            IllegalArgumentException.class,
            () -> type.check(new ScriptValues(Map.of("d", Path.of("relative")))));

    assertThat(refused).hasMessageContaining("'relative' is a relative path; give a full path");
  }

  /** The reference has a row for each key. */
  @Test
  void everyKeyIsInTheDocumentation() throws IOException {
    String reference = Files.readString(Path.of("../docs/script-plugins.md"));
    String example = reference.substring(0, reference.indexOf("## The manifest"));

    for (List<String> keys :
        List.of(
            ManifestFile.KEYS,
            TypeReader.KEYS,
            ParameterReader.KEYS,
            CommandReader.KEYS,
            RuleReader.OUTPUT_KEYS,
            RuleReader.ERROR_KEYS,
            OutputFile.KEYS)) {
      for (String key : keys) {
        assertThat(reference).contains("`" + key);
        assertThat(example).containsPattern("\\b" + key + ":");
      }
    }
  }

  private ScriptType only(String text) throws Exception {
    return ManifestFile.read(manifest(text)).get(0);
  }

  private ManifestFault refused(String text) throws IOException {
    Path manifest = manifest(text);
    return catchThrowableOfType(ManifestFault.class, () -> ManifestFile.read(manifest));
  }

  private Path manifest(String text) throws IOException {
    return Files.writeString(directory.resolve("plugin.yaml"), text);
  }
}
