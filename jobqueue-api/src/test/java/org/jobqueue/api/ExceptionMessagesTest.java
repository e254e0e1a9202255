package org.jobqueue.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people read, and what programs find in the fields. */
class ExceptionMessagesTest {
  private static final JobId JOB = JobId.parse("12/0");

  @Test
  void unknownTypeNamesTheNearestAndAllKnownOnes() {
    UnknownJobTypeException e =
        new UnknownJobTypeException("comand", List.of("blender", "command"), "command");

    assertThat(e)
        .hasMessage(
            "unknown job type 'comand'; did you mean 'command'? known types: blender, command");
    assertThat(e.type()).isEqualTo("comand");
    assertThat(e.knownTypes()).containsExactly("blender", "command");
    assertThat(e.suggestion()).contains("command");
  }

  @Test
  void unknownTypeWithoutANearOne() {
    UnknownJobTypeException e = new UnknownJobTypeException("xyz", List.of("command"), null);

    assertThat(e).hasMessage("unknown job type 'xyz'; known types: command");
    assertThat(e.suggestion()).isEmpty();
  }

  @Test
  void unknownTypeWithoutAnyPlugin() {
    assertThat(new UnknownJobTypeException("xyz", List.of(), null))
        .hasMessage("unknown job type 'xyz'; no job types are known here");
  }

  @Test
  void knownTypesAreCopied() {
    List<String> types = new ArrayList<>(List.of("command"));
    UnknownJobTypeException e = new UnknownJobTypeException("xyz", types, null);

    types.clear();

    assertThat(e.knownTypes()).containsExactly("command");
  }

  @Test
  void invalidParameterNamesParameterAndType() {
    InvalidParameterException e =
        new InvalidParameterException("render", "frames", "must be an integer, but is 'x'");

    assertThat(e)
        .hasMessage("parameter 'frames' of job type 'render' must be an integer, but is 'x'");
    assertThat(e.type()).isEqualTo("render");
    assertThat(e.parameter()).isEqualTo("frames");
  }

  @Test
  void failedOperationNamesPathAndCause() {
    IOException cause = new IOException("disk full");
    QueueIOException e = new QueueIOException(Path.of("q", "jobs"), "cannot submit", cause);

    assertThat(e)
        .hasMessage("cannot submit (" + Path.of("q", "jobs") + "): java.io.IOException: disk full")
        .hasCause(cause);
    assertThat(e.path()).isEqualTo(Path.of("q", "jobs"));
  }

  @Test
  void unusableQueueHasReasonAndDirectory() {
    IOException cause = new IOException("no");
    QueueUnusableException e =
        new QueueUnusableException(
            QueueUnusableException.Reason.MISSING, Path.of("q"), "no such queue", cause);

    assertThat(e).hasMessage("no such queue").hasCause(cause);
    assertThat(e.reason()).isEqualTo(QueueUnusableException.Reason.MISSING);
    assertThat(e.directory()).contains(Path.of("q"));
  }

  @Test
  void unusableQueueMayHaveNoDirectoryAndNoCause() {
    QueueUnusableException e =
        new QueueUnusableException(QueueUnusableException.Reason.NONE, null, "none");

    assertThat(e).hasNoCause();
    assertThat(e.directory()).isEmpty();
  }

  @Test
  void exceptionsAboutAJobCarryItsId() {
    IOException cause = new IOException("torn");

    assertThat(new NoSuchJobException(JOB, "gone").job()).isEqualTo(JOB);
    assertThat(new JobStateException(JOB, "done").job()).isEqualTo(JOB);
    assertThat(new DamagedJobException(JOB, "damaged", cause).job()).isEqualTo(JOB);
    assertThat(new DamagedJobException(JOB, "damaged", cause)).hasCause(cause);
  }

  @Test
  void allHaveOneRoot() {
    assertThat(
            List.of(
                new UnknownJobTypeException("x", List.of(), null),
                new InvalidParameterException("t", "p", "is wrong"),
                new InvalidHierarchyException("cycle"),
                new JobStateException(JOB, "m"),
                new NoSuchJobException(JOB, "m"),
                new DamagedJobException(JOB, "m", null),
                new QueueContendedException("m"),
                new SubmissionRevokedException("m"),
                new QueueIOException(Path.of("q"), "m", new IOException()),
                new QueueUnusableException(QueueUnusableException.Reason.IO, null, "m")))
        .allSatisfy(e -> assertThat(e).isInstanceOf(JobQueueException.class));
  }
}
