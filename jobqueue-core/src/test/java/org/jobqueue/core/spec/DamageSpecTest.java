package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jobqueue.api.DamagedJobException;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged jobs and failing procedures touch nobody but themselves. */
@Timeout(240)
class DamageSpecTest {
  private static final int HUNDRED_MEGABYTES = 100_000_000;

  @TempDir private Path temp;

  /** What may be found in place of a definition. */
  enum Damage {
    EMPTY {
      @Override
      void inflict(Path definition) throws IOException {
        Files.write(definition, new byte[0]);
      }
    },
    TORN {
      @Override
      void inflict(Path definition) throws IOException {
        byte[] whole = Files.readAllBytes(definition);
        Files.write(definition, Arrays.copyOf(whole, whole.length / 2));
      }
    },
    ZEROS {
      @Override
      void inflict(Path definition) throws IOException {
        Files.write(definition, new byte[(int) Files.size(definition)]);
      }
    },
    OTHER_JSON {
      @Override
      void inflict(Path definition) throws IOException {
        Files.writeString(definition, "[1, 2, 3]");
      }
    },
    NULL {
      @Override
      void inflict(Path definition) throws IOException {
        Files.writeString(definition, "null");
      }
    },
    NO_FIELDS {
      @Override
      void inflict(Path definition) throws IOException {
        Files.writeString(definition, "{}");
      }
    },
    DEEP {
      @Override
      void inflict(Path definition) throws IOException {
        Files.writeString(definition, "[".repeat(1_000_000));
      }
    },
    HUGE {
      @Override
      void inflict(Path definition) throws IOException {
        // Still valid: white space after the object.
        byte[] blanks = new byte[HUNDRED_MEGABYTES / 100];
        Arrays.fill(blanks, (byte) ' ');
        try (OutputStream out = Files.newOutputStream(definition, StandardOpenOption.APPEND)) {
          for (int i = 0; i < 100; i++) {
            out.write(blanks);
          }
        }
      }
    },
    IMPOSSIBLE_TIME {
      @Override
      void inflict(Path definition) throws IOException {
        String time = "\"submitted\":\"[^\"]*\"";
        String changed =
            Files.readString(definition)
                .replaceFirst(time, "\"submitted\":\"+300000000-01-01T00:00:00Z\"");
        Files.writeString(definition, changed);
      }
    },
    MISSING {
      @Override
      void inflict(Path definition) throws IOException {
        Files.delete(definition);
      }
    },
    DIRECTORY {
      @Override
      void inflict(Path definition) throws IOException {
        Files.delete(definition);
        Files.createDirectory(definition);
      }
    };

    abstract void inflict(Path definition) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedDefinitionIsReportedAndAllOthersGoOn(Damage damage) throws IOException {
    Bench bench = Bench.in(temp);
    List<JobHandle> jobs = bench.submit("before", "broken", "after");
    JobHandle broken = jobs.get(1);
    damage.inflict(broken.location().resolve("job.json"));

    assertThat(bench.queue().listJobs()).hasSize(3);
    assertThat(bench.runAll()).isEqualTo(2);

    assertThat(bench.order()).containsExactly("before", "after");
    assertThat(broken.state().isError()).as("state %s", broken.state()).isTrue();
    assertThat(broken.hasError(false)).isTrue();
    assertThat(broken.error().orElseThrow().message()).contains("job.json");
    assertThatThrownBy(broken::label)
        .isInstanceOfSatisfying(
            DamagedJobException.class, e -> assertThat(e.job()).isEqualTo(broken.id()))
        .hasMessageContaining(broken.id().toString());
    assertThat(broken.whyNotRunning()).isNotBlank();
    assertThat(bench.reopen().listJobs()).extracting(JobHandle::id).contains(broken.id());
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedJobCanBeDeleted(Damage damage) throws IOException {
    Bench bench = Bench.in(temp);
    JobHandle broken = bench.submit("broken").get(0);
    damage.inflict(broken.location().resolve("job.json"));
    bench.runAll();

    bench.queue().deleteJob(broken);

    assertThat(bench.queue().listJobs()).isEmpty();
    assertThat(broken.location()).doesNotExist();
  }

  @Test
  void aDamagedSubJobKeepsOnlyItsParentsWaiting() throws IOException {
    Bench bench = Bench.in(temp);
    JobHandle handle = Graph.of("root: a b", "a: broken a1", "b: b0").build(bench).activate();
    JobHandle broken = Bench.sub(Bench.sub(handle, 0), 0);
    Damage.TORN.inflict(broken.location().resolve("job.json"));
    bench.submit("next");

    bench.runAll();

    assertThat(bench.order()).containsExactly("a1", "b0", "b", "next");
    assertThat(handle.state()).isEqualTo(JobState.WAITING);
    assertThat(handle.hasError(true)).isTrue();
    assertThat(handle.tree().map(JobHandle::id)).contains(broken.id()).hasSize(6);
  }

  @Test
  void aJobWithoutAStateIsQuarantined() throws IOException {
    Bench bench = Bench.in(temp);
    JobHandle broken = bench.submit("broken", "good").get(0);
    try (Stream<Path> files = Files.list(broken.location())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("job.json")) {
          Files.delete(file);
        }
      }
    }

    assertThat(bench.runAll()).isEqualTo(1);

    assertThat(bench.order()).containsExactly("good");
    assertThat(broken.state()).isEqualTo(JobState.QUARANTINED);
    assertThat(bench.queue().listJobs()).extracting(JobHandle::id).contains(broken.id());
    bench.queue().deleteJob(broken);
    assertThat(broken.location()).doesNotExist();
  }

  @Test
  void aHugeParameterIsRefusedOrWorks() {
    Bench bench = Bench.in(temp);
    bench.submit("before");
    String huge = "x".repeat(HUNDRED_MEGABYTES);
    Optional<JobHandle> accepted = Optional.empty();
    try {
      accepted =
          Optional.of(
              bench
                  .queue()
                  .createJob("spec.typed", TypedParameters.with(temp, "note", huge))
                  .activate());
    } catch (JobQueueException e) {
      assertThat(e.getMessage()).as("a message for people").hasSizeLessThan(1000);
    }
    bench.submit("after");

    assertThat(bench.runAll()).isEqualTo(accepted.isPresent() ? 3 : 2);

    assertThat(bench.order()).containsExactly("before", "after");
    accepted.ifPresent(job -> assertThat(job.state()).isEqualTo(JobState.DONE));
    assertThat(bench.queue().listJobs()).hasSize(accepted.isPresent() ? 3 : 2);
  }

  @ParameterizedTest
  @EnumSource
  void aProcedureThatThrowsAnErrorFailsAndAllOthersGoOn(PlainJobs.ErrorKind kind) {
    Bench bench = Bench.in(temp);
    bench.submit("before");
    JobHandle thrower =
        bench.queue().createJob("spec.throw-error", Map.of("kind", kind)).activate();
    bench.submit("after");

    assertThat(bench.runAll()).isEqualTo(3);

    assertThat(bench.order()).containsExactly("before", "after");
    assertThat(thrower.state()).isEqualTo(JobState.FAILED);
    String traceback = thrower.error().orElseThrow().traceback().orElseThrow();
    String expected =
        switch (kind) {
          case ASSERTION -> "java.lang.AssertionError: intended error";
          case LINKAGE -> "java.lang.NoClassDefFoundError: intended error";
          case OUT_OF_MEMORY -> "java.lang.OutOfMemoryError: intended error";
          case STACK_OVERFLOW -> "java.lang.StackOverflowError";
        };
    assertThat(traceback).contains(expected, "PlainJobs");
  }

  @Test
  void aProcedureThatCannotBeMadeFailsAndAllOthersGoOn() throws IOException {
    Bench bench = Bench.in(temp);
    Path marker = temp.resolve("broken");
    JobHandle fragile =
        bench.queue().createJob("spec.fragile", Map.of("broken", marker)).activate();
    bench.submit("after");
    Files.createFile(marker);

    bench.runAll();

    assertThat(bench.order()).containsExactly("after");
    assertThat(fragile.state()).isEqualTo(JobState.FAILED);
    assertThat(fragile.error().orElseThrow().message()).contains("the licence server is down");
  }

  @Test
  void anErrorWithoutAMessageIsReportedByItsClass() {
    Bench bench = Bench.in(temp);
    JobHandle job =
        bench
            .queue()
            .createJob("spec.throw-error", Map.of("kind", PlainJobs.ErrorKind.STACK_OVERFLOW))
            .activate();
    bench.runAll();

    assertThat(job.error().orElseThrow().message()).contains("StackOverflowError");
  }

  @Test
  void aJobThatVanishedIsNoObstacle() throws IOException {
    Bench bench = Bench.in(temp);
    List<JobHandle> jobs = bench.submit("vanishes", "stays");
    // Somebody removed the directory by hand, the ticket is still there.
    Files.move(jobs.get(0).location(), temp.resolve("taken-away"));

    assertThat(bench.runAll()).isEqualTo(1);

    assertThat(bench.order()).containsExactly("stays");
    assertThat(jobs.get(0).state()).isEqualTo(JobState.DELETED);
    assertThat(Bench.labels(bench.queue().listJobs())).containsExactly("stays");
  }

  @Test
  void resultAndStatusFilesThatAreTornDoNotHideAJob() throws IOException {
    Bench bench = Bench.in(temp);
    JobHandle job = bench.submit("a").get(0);
    bench.runAll();
    Files.write(job.files().orElseThrow().result(), new byte[0]);
    Files.writeString(job.files().orElseThrow().status(), "{\"progr");

    assertThat(job.state()).isEqualTo(JobState.DONE);
    assertThat(job.progress()).hasValue(100);
    assertThat(job.attempts()).singleElement().satisfies(a -> assertThat(a.committed()).isTrue());
    assertThat(Bench.labels(bench.queue().listJobs())).containsExactly("a");
  }

  @Test
  void damageOfTheRootIsSeenButItsSubJobsStillRun() throws IOException {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    bench.job(root, "a");
    JobHandle handle = root.activate();
    JobHandle sub = Bench.sub(handle, 0);
    Damage.EMPTY.inflict(handle.location().resolve("job.json"));

    bench.runAll();

    assertThat(bench.order()).containsExactly("a");
    assertThat(sub.isFinished()).isTrue();
    assertThat(handle.hasError(true)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\u0000b", "../../job2/x", "", "elsewhere_1_0123456789"})
  void aTokenThatIsNotThatOfTheRegisterIsOfNoConsequence(String token) throws Exception {
    Bench bench = Bench.in(temp);
    JobHandle job = bench.submit("odd").get(0);
    Path definition = job.location().resolve("job.json");
    String before = Files.readString(definition);
    String changed = before.replaceFirst("\"token\":\"[^\"]*\"", "\"token\":\"TOKEN\"");
    assertThat(changed).isNotEqualTo(before);
    Files.writeString(definition, changed.replace("TOKEN", token));

    assertThat(bench.runAll()).isEqualTo(1);
    assertThat(job.isFinished()).isTrue();
    assertThat(job.attempts()).hasSize(1);
  }
}
