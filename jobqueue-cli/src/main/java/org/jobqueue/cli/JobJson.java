package org.jobqueue.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobFiles;
import org.jobqueue.api.JobStatus;
import org.jobqueue.api.TreeProgress;

/** The JSON form of jobs; the fields are documented in docs/json.md. */
final class JobJson {
  private final JsonOutput json;

  JobJson(JsonOutput json) {
    this.json = json;
  }

  /** The fields every command shows of a job. */
  void facts(JobFacts job) {
    json.field("id", job.id());
    json.field("number", job.number());
    json.field("location", job.location());
    job.definition().ifPresent(this::definition);
    json.field("damage", job.damage());
    status(job.status());
  }

  private void definition(JobFacts.Definition definition) {
    json.field("type", definition.type());
    json.field("typeVersion", definition.typeVersion());
    json.field("label", definition.label());
    json.field("priority", definition.priority());
    json.field("attemptLimit", definition.attemptLimit());
    json.field("submitTime", definition.submitTime());
    json.field("frames", definition.frames().map(FrameRange::toString));
  }

  private void status(JobStatus status) {
    json.field("state", Console.name(status.state()));
    json.field("attempt", status.attempt());
    json.field("worker", status.worker());
    json.field("host", status.host());
    json.field("pid", status.pid());
    json.field("startTime", status.startTime());
    json.field("endTime", status.endTime());
    json.field("progress", status.progress());
    json.field("statusLine", status.statusLine());
    error(status.error());
  }

  private void error(Optional<JobError> error) {
    error.ifPresent(
        e ->
            json.objectField(
                "error",
                () -> {
                  json.field("message", e.message());
                  json.field("exitCode", e.exitCode());
                  json.field("class", e.errorClass().name().toLowerCase(Locale.ROOT));
                  json.field("traceback", e.traceback());
                }));
  }

  /** How far the job and all below it are. */
  void tree(TreeProgress tree) {
    json.objectField(
        "tree",
        () -> {
          json.field("leaves", tree.leaves());
          json.field("done", tree.done());
          json.field("running", tree.running());
          json.field("percent", tree.percent());
          json.field("complete", tree.complete());
          json.field("timeLeftMillis", tree.timeLeft().map(Duration::toMillis));
        });
  }

  /** One attempt. */
  void attempt(JobAttempt attempt) {
    json.object(
        () -> {
          json.field("number", attempt.number());
          json.field("worker", attempt.worker());
          json.field("directory", attempt.directory());
          json.field("outcome", attempt.outcome().map(JobText::outcome));
          json.field("committed", attempt.committed());
          json.field("startTime", attempt.startTime());
          json.field("endTime", attempt.endTime());
          error(attempt.error());
        });
  }

  /** The files of the last attempt. */
  void files(JobFiles files) {
    json.objectField(
        "files",
        () -> {
          json.field("runningDirectory", files.runningDirectory());
          json.field("stdout", files.stdout());
          json.field("stderr", files.stderr());
          json.field("status", files.status());
          json.field("result", files.result());
        });
  }
}
