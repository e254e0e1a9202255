package org.jobqueue.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobFiles;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobStatus;

/** The form in which {@code show} prints a job for people. */
final class JobText {
  private final Console console;

  JobText(Console console) {
    this.console = console;
  }

  /** Prints all facts. */
  void print(JobFacts job) {
    console.line(console.bold("job " + job.id()) + "  " + console.state(job.state(), 0));
    job.damage().ifPresent(damage -> field("damage", Printable.line(damage)));
    job.definition().ifPresent(this::definition);
    status(job.status());
    field("location", Printable.line(job.location().toString()));
    job.status().error().ifPresent(this::error);
  }

  private void definition(JobFacts.Definition definition) {
    field("label", Printable.line(definition.label()));
    field(
        "type",
        Printable.line(definition.type())
            + (definition.typeVersion() == 1 ? "" : ", version " + definition.typeVersion()));
    definition.frames().ifPresent(frames -> field("frames", frames.toString()));
    field("priority", Integer.toString(definition.priority()));
    field("submitted", console.time(definition.submitTime()));
  }

  private void status(JobStatus status) {
    status.worker().ifPresent(worker -> field("worker", worker(worker, status)));
    status.startTime().ifPresent(start -> field("started", console.time(start)));
    status
        .endTime()
        .ifPresent(
            end -> field("ended", console.time(end) + after(status.startTime(), status.endTime())));
    status.progress().ifPresent(percent -> field("progress", percent + "%"));
    status.statusLine().ifPresent(line -> field("status", Printable.line(line)));
  }

  private static String worker(String worker, JobStatus status) {
    String host = status.host().map(h -> " on " + h).orElse("");
    String pid = status.pid().isPresent() ? ", process " + status.pid().getAsLong() : "";
    return Printable.line(worker + host + pid);
  }

  private void error(JobError error) {
    indented("error", error.message());
    error.exitCode().ifPresent(code -> field("exit code", Integer.toString(code)));
    if (error.errorClass() != ErrorClass.TASK) {
      field("class", error.errorClass().name().toLowerCase(Locale.ROOT));
    }
  }

  /** Prints what only {@code show} has: parameters, sub-jobs, attempts, files and reasons. */
  void printDetails(JobHandle job, JobFacts facts) {
    Map<String, Object> parameters = job.parameters();
    console.line("  parameters");
    parameters.forEach(
        (name, value) ->
            console.line("    " + Printable.line(name) + ": " + Printable.line(describe(value))));
    var subJobs = job.listSubJobs();
    if (!subJobs.isEmpty()) {
      field("sub-jobs", subJobs.size() + "; 'jobqueue tree " + job.id() + "' shows them");
    }
    var attempts = job.attempts();
    int limit = facts.definition().map(JobFacts.Definition::attemptLimit).orElse(attempts.size());
    field("attempts", attempts.size() + " (tried at most " + limit + " times)");
    attempts.forEach(this::attempt);
    job.files().ifPresent(this::files);
    facts.status().error().flatMap(JobError::traceback).ifPresent(t -> indented("traceback", t));
  }

  private void attempt(JobAttempt attempt) {
    String outcome = attempt.outcome().map(JobText::outcome).orElse("no result");
    String counts = attempt.committed() ? ", counts" : "";
    String start = attempt.startTime().map(time -> ", " + console.time(time)).orElse("");
    console.line(
        Printable.line(
                attempt.number()
                    + ": "
                    + outcome
                    + counts
                    + start
                    + after(attempt.startTime(), attempt.endTime())
                    + ", worker "
                    + attempt.worker())
            .indent(4)
            .stripTrailing());
    attempt
        .error()
        .ifPresent(e -> console.line("       " + firstLine(Printable.text(e.message()))));
  }

  private void files(JobFiles files) {
    field("files", Printable.line(files.runningDirectory().toString()));
    field("stdout", Printable.line(files.stdout().toString()));
    field("stderr", Printable.line(files.stderr().toString()));
  }

  /** Prints one field. */
  void field(String name, String value) {
    console.line(String.format(Locale.ROOT, "  %-12s  %s", name, value).stripTrailing());
  }

  private void indented(String name, String text) {
    String[] lines = Printable.text(text).strip().split("\n", -1);
    field(name, lines[0]);
    for (int i = 1; i < lines.length; i++) {
      field("", lines[i]);
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String after(Optional<Instant> start, Optional<Instant> end) {
    return start.isPresent() && end.isPresent()
        ? ", after " + Durations.describe(Duration.between(start.get(), end.get()))
        : "";
  }

  private static String describe(Object value) {
    return value instanceof String text ? text : JsonText.of(value);
  }

  /** An outcome as people and JSON read it. */
  static String outcome(JobAttempt.Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
