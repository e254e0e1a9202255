package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobRoot;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Submits one job, or a whole hierarchy out of a job file. */
@Command(
    name = "submit",
    customSynopsis = {
      "jobqueue submit TYPE [-p NAME=VALUE]... [--label TEXT] [--priority N] [OPTIONS] [--"
          + " WORD...]",
      "jobqueue submit TYPE --frames RANGE [--chunk N] ...",
      "jobqueue submit -f FILE [--label TEXT] [--priority N] [OPTIONS]"
    },
    description = {
      "Submits a job and prints its id, and nothing else, to standard output.",
      "Relative paths start from the current directory, in job files too.",
      "'jobqueue types' lists the job types, 'jobqueue types NAME' the parameters of one."
    },
    footer = {
      "",
      "A job file is an object with the keys type, label, attempts, priority, id, parameters,"
          + " frames, chunkSize, retry, timeLimits, outputs, skipExisting, requirements and subJobs; sub-jobs are objects of the same form (without priority), or {ref: ID} for a"
          + " job that stands elsewhere in the file and is shared. Example in YAML:",
      "",
      "  type: command",
      "  label: assemble",
      "  parameters: {arguments: [cat, /tmp/a, /tmp/b]}",
      "  subJobs:",
      "    - {type: command, parameters: {arguments: [touch, /tmp/a]}}",
      "    - {type: command, parameters: {arguments: [touch, /tmp/b]}}"
    })
final class SubmitCommand implements Callable<Integer> {
  private final QueueLocator queues;
  private final Console console;
  private final Surroundings surroundings;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before it runs the command
  CommandSpec spec;

  @Parameters(paramLabel = "TYPE", arity = "0..1", index = "0", description = "The job type.")
  @Nullable String type;

  @Parameters(
      paramLabel = "WORD",
      arity = "0..*",
      index = "1..*",
      description = "After --: the value of the type's positional parameter, word by word.")
  List<String> words = List.of();

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description =
          "A parameter. For a list: an element, repeated for more, or a JSON list. Text and paths as"
              + " they are; all else in JSON.")
  List<String> parameters = List.of();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A job file, .json, .yaml or .yml; - for YAML or JSON from standard input.")
  @Nullable Path file;

  @Option(names = "--label", paramLabel = "TEXT", description = "What people see in listings.")
  @Nullable String label;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "0 to 999, higher runs first; 500 if not given.")
  @Nullable Integer priority;

  @Option(
      names = "--frames",
      paramLabel = "RANGE",
      description = {
        "Run the job once for each frame, or chunk of frames: 1-100, 1-100x5, 1-10,20,30-40,",
        "100-1x-1. A million frames cost no more to submit than one."
      })
  @Nullable String frames;

  @Option(
      names = "--chunk",
      paramLabel = "N",
      description = "How many frames to run at a time; 1 if not given.")
  @Nullable Integer chunk;

  @ArgGroup(heading = "How it is run:%n", validate = false)
  RunOptions run = new RunOptions();

  @Option(names = "--json", description = "Print the job as JSON; see docs/json.md.")
  boolean json;

  @Inject
  SubmitCommand(QueueLocator queues, Console console, Surroundings surroundings) {
    this.queues = queues;
    this.console = console;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    requireWordsAfterDashes();
    JobQueue queue = queues.open();
    SubmittedPaths paths = new SubmittedPaths(surroundings, queue.options().pathMap());
    JobRoot root = build(queue, paths);
    apply(root, paths);
    JobHandle job = root.activate();
    if (json) {
      JsonOutput.print(
          console,
          out ->
              out.object(
                  () -> JobFacts.read(job).ifPresent(facts -> new JobJson(out).facts(facts))));
    } else {
      console.line(job.id().toString());
    }
    return ExitCode.OK;
  }

  private JobRoot build(JobQueue queue, SubmittedPaths paths) throws IOException {
    Path jobFile = file;
    String jobType = type;
    if (jobFile != null) {
      if (jobType != null || !parameters.isEmpty()) {
        throw new UsageException("-f FILE names types and parameters itself; give no others");
      }
      JobSpec spec = read(jobFile);
      return new Submission(queue, new TextParameters(queue.jobTypes(), paths), paths).build(spec);
    }
    if (jobType == null) {
      throw new UsageException(
          "submit what? Name a job type ('jobqueue types' lists them), or a job file with -f");
    }
    TextParameters text = new TextParameters(queue.jobTypes(), paths);
    return queue.createJobRoot(jobType, text.read(jobType, parameters, words));
  }

  private JobSpec read(Path jobFile) throws IOException {
    return jobFile.toString().equals("-")
        ? JobFileReader.readStream(surroundings.in())
        : JobFileReader.read(surroundings.resolve(jobFile));
  }

  private void apply(JobRoot root, SubmittedPaths paths) {
    String text = label;
    Integer rank = priority;
    try {
      JobRoot same = rank == null ? root : root.setPriority(rank);
      if (text != null) {
        same.setLabel(text);
      }
      if (frames != null) {
        same.setFrames(FrameRange.parse(frames), chunk == null ? 1 : chunk);
      } else if (chunk != null) {
        throw new UsageException("--chunk says how to cut the frames; give them with --frames");
      }
      same.setOptions(run.applyTo(same.options(), paths));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Words before the dashes are refused: options of a command would be taken for ours. */
  private void requireWordsAfterDashes() {
    List<String> arguments = originalArguments();
    int dashes = arguments.indexOf("--");
    int after = dashes < 0 ? 0 : arguments.size() - dashes - 1;
    if (words.size() > after) {
      throw new UsageException(
          "'"
              + words.get(0)
              + "' is not expected here; parameters are given as -p name=value, and the words of a"
              + " command after --, as in: jobqueue submit command -- ls -l");
    }
    if (type != null && words.size() < after) {
      throw new UsageException("the job type goes before --, as in: jobqueue submit command -- ls");
    }
  }

  private List<String> originalArguments() {
    ParseResult parsed = spec.root().commandLine().getParseResult();
    return parsed == null ? List.of() : new ArrayList<>(parsed.originalArgs());
  }
}
