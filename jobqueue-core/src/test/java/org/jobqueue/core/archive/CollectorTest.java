package org.jobqueue.core.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jobqueue.api.Garbage;
import org.jobqueue.api.Garbage.Kind;
import org.jobqueue.api.GarbageOptions;
import org.jobqueue.api.GarbageResult;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.Retention;
import org.jobqueue.core.format.RetentionSettings;
import org.jobqueue.core.inspect.Bed;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.OutsideError;
import org.jobqueue.core.protocol.QueueDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path temp;
  private Bed bed;
  private final List<Garbage> told = new ArrayList<>();

  /** Jobs 1 to 3 are done since the beginning of 1970, 4 has failed then, 5 waits. */
  @BeforeEach
  void runSomeJobs() throws IOException {
    bed = new Bed(temp.resolve("queue"));
    for (int i = 0; i < 3; i++) {
      bed.submit(Bed.single());
    }
    bed.run(99);
    bed.submit(Bed.single());
    new OutsideError(bed.process()).set(JobId.ofRoot(4), "no more");
    bed.check(true); // its ticket is out of date
    bed.submit(Bed.single());
  }

  private GarbageResult collect(GarbageOptions options, Duration later) throws IOException {
    told.clear();
    QueueDirectory process = bed.process();
    Environment environment = process.environment();
    Clock clock = Clock.fixed(Instant.EPOCH.plus(later), ZoneOffset.UTC);
    QueueDirectory queue =
        new QueueDirectory(
            process.layout(),
            process.options(),
            new Environment(
                environment.files(),
                clock,
                environment.ticker(),
                environment.random(),
                environment.processes()));
    return new Collector(queue, options, told::add).run();
  }

  private static Retention doneAfter(Duration age, boolean archive, int keep) {
    return new Retention(Map.of(JobState.DONE, age), Optional.empty(), archive, keep);
  }

  private List<Long> jobsLeft() {
    return Stream.of(1L, 2L, 3L, 4L, 5L)
        .filter(n -> Files.isDirectory(bed.layout().job(JobId.ofRoot(n))))
        .toList();
  }

  @Test
  void whatIsYoungerIsKept() throws IOException {
    GarbageResult result = collect(GarbageOptions.of(doneAfter(DAY, false, 0)), DAY);
    assertThat(result).isEqualTo(new GarbageResult(4, 0, 0, 0));
    assertThat(jobsLeft()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void aDryRunTellsExactlyWhatARunDoes() throws IOException {
    GarbageOptions options = GarbageOptions.of(doneAfter(DAY, false, 0));
    Map<String, String> before = bed.snapshot();
    GarbageResult dry = collect(options.withDryRun(true), DAY.multipliedBy(2));
    List<Garbage> would = List.copyOf(told);
    assertThat(bed.snapshot()).isEqualTo(before);
    assertThat(dry.collected()).isEqualTo(3);
    assertThat(dry.bytes()).isPositive();

    GarbageResult real = collect(options, DAY.multipliedBy(2));
    assertThat(told).isEqualTo(would);
    assertThat(real).isEqualTo(dry);
    long files =
        before.entrySet().stream()
            .filter(e -> e.getKey().matches("jobs/000000/job[123]/.*"))
            .mapToLong(
                e -> e.getValue().getBytes(StandardCharsets.UTF_8).length - "rwxrwxrwx ".length())
            .sum();
    assertThat(real.bytes()).isEqualTo(files);
    assertThat(jobsLeft()).containsExactly(4L, 5L);
    assertThat(bed.check(true)).isEmpty();
  }

  @Test
  void theNewestAreKept() throws IOException {
    collect(GarbageOptions.of(doneAfter(DAY, false, 2)), DAY.multipliedBy(2));
    assertThat(jobsLeft()).containsExactly(3L, 4L, 5L); // 3 and 4 are the newest finished ones
  }

  @Test
  void jobsAreArchivedFirst() throws IOException {
    collect(GarbageOptions.of(doneAfter(DAY, true, 0)), DAY.multipliedBy(2));
    assertThat(told).extracting(Garbage::kind).containsOnly(Kind.ARCHIVED).hasSize(3);
    assertThat(jobsLeft()).containsExactly(4L, 5L);
    Path archive = told.get(1).archive().orElseThrow();
    assertThat(new Restorer(bed.process()).restore(archive)).isEqualTo(JobId.ofRoot(6));
  }

  @Test
  void onlyTheLogsOfFailedJobsGoIfSoAskedFor() throws IOException {
    Path attempt = Files.createDirectory(bed.layout().job(JobId.ofRoot(4)).resolve("attempt-1-a"));
    Files.writeString(attempt.resolve("stdout"), "12345");
    Files.writeString(attempt.resolve("result.json"), "{}");
    Retention failed = new Retention(Map.of(JobState.FAILED, DAY), Optional.empty(), false, 0);
    GarbageOptions options = new GarbageOptions(failed, false, true, Optional.empty());
    assertThat(collect(options, DAY.multipliedBy(2)).bytes()).isEqualTo(5);
    assertThat(told).extracting(Garbage::kind).containsExactly(Kind.LOGS);
    assertThat(attempt.resolve("stdout")).doesNotExist();
    assertThat(attempt.resolve("result.json")).isRegularFile();
    assertThat(collect(options, DAY.multipliedBy(2)).collected()).isZero();
  }

  @Test
  void whatWasSetAsideGoesByItsAge() throws IOException {
    Path location = bed.layout().location();
    Path old = Files.createDirectories(location.resolve("quarantine/foreign/a_1_b-1/jobs/x"));
    Files.writeString(old.resolve("file"), "1234567");
    Path box = location.resolve("quarantine/foreign/a_1_b-1");
    Files.setLastModifiedTime(box, FileTime.from(Instant.EPOCH));
    Path young = Files.createDirectories(location.resolve("quarantine/foreign/a_1_b-2"));
    Files.createDirectories(location.resolve("history"));
    Path first = Files.createFile(location.resolve("history/1970-01-01.log"));
    Path second = Files.createFile(location.resolve("history/19700301.log"));
    Path strange = Files.createFile(location.resolve("history/9999-99-99"));
    Files.createDirectories(location.resolve("archive"));
    Path unfinished = Files.createFile(location.resolve("archive/job1.1970-01-01.abc.zip.new"));
    Path archive = Files.createFile(location.resolve("archive/job1.1970-01-01.abc.zip"));
    Retention rest = new Retention(Map.of(), Optional.of(DAY.multipliedBy(30)), false, 0);
    GarbageResult result = collect(GarbageOptions.of(rest), DAY.multipliedBy(60));
    assertThat(told).extracting(Garbage::path).containsExactly(box, first, unfinished);
    assertThat(result.bytes()).isEqualTo(7);
    assertThat(List.of(young, second, strange, archive)).allMatch(Files::exists);
    assertThat(jobsLeft()).hasSize(5);
  }

  @Test
  void aRetentionThatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> doneAfter(Duration.ofDays(-1), false, 0))
        .hasMessage("an age is -1 days; it must be from 0 to 36525");
    assertThatThrownBy(() -> doneAfter(Duration.ofDays(40_000), false, 0))
        .hasMessageContaining("40000");
    assertThatThrownBy(() -> doneAfter(DAY, false, -1)).hasMessageContaining("-1");
    assertThatThrownBy(
            () -> new Retention(Map.of(JobState.RUNNING, DAY), Optional.empty(), false, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSettingsOfAQueueAreRead() throws IOException {
    String json =
        "{\"format\": 1, \"retention\": {\"done\": \"30d\", \"failed\": \"12h\", \"rest\": \"90s\","
            + " \"archive\": true, \"keep\": 5}}";
    assertThat(RetentionSettings.parse(json.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            new Retention(
                Map.of(JobState.DONE, Duration.ofDays(30), JobState.FAILED, Duration.ofHours(12)),
                Optional.of(Duration.ofSeconds(90)),
                true,
                5));
    assertThat(RetentionSettings.parse("{}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Retention.forever());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"done\": \"-3d\"}",
        "{\"done\": \"30\"}",
        "{\"done\": \"99999d\"}",
        "{\"done\": \"30 days\"}",
        "{\"rest\": \"\"}",
        "{\"keep\": -1}",
        "{\"keep\": 99999999}",
        "7"
      })
  void badSettingsAreRefused(String retention) {
    byte[] json = ("{\"retention\": " + retention + "}").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> RetentionSettings.parse(json)).isInstanceOf(IOException.class);
  }
}
