package org.jobqueue.core.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.JobId;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.api.event.ListenerRegistration;
import org.jobqueue.core.format.HistoryLine;
import org.jobqueue.core.format.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Hooks that hang, fail or talk too much lose events and nothing else. */
@Timeout(60)
class HooksTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path temp;

  private static JobEvent event(EventType type, long sequence) {
    return new JobEvent(
        Instant.parse("2026-03-04T05:06:07Z"),
        "host_1_0123456789",
        sequence,
        type,
        Optional.of(JobId.parse("12/0")),
        false,
        Optional.of("a label"),
        OptionalInt.of(2),
        Optional.of("host_1_9876543210"),
        "user@host",
        Optional.empty(),
        OptionalLong.empty(),
        Optional.of("it went wrong"));
  }

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void aListenerIsToldInOrder() {
    List<Long> told = Collections.synchronizedList(new ArrayList<>());
    Listening listening = new Listening(e -> told.add(e.sequence()), Set.of(), SECOND);
    for (int i = 1; i <= 100; i++) {
      listening.offer(event(EventType.DONE, i));
    }
    assertThat(listening.await(30 * SECOND)).isTrue();
    assertThat(told).hasSize(100).isSorted();
    assertThat(listening.lost()).isZero();
  }

  @Test
  void aListenerThatHangsLosesEventsAndDelaysNobody() throws InterruptedException {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Listening listening =
        new Listening(
            e -> {
              hanging.countDown();
              end.await();
            },
            Set.of(),
            SECOND);
    listening.offer(event(EventType.DONE, 1));
    hanging.await();
    for (int i = 0; i < Listening.CAPACITY + 7; i++) {
      listening.offer(event(EventType.DONE, i));
    }
    assertThat(listening.lost()).isEqualTo(7);
    assertThat(listening.await(SECOND / 100)).as("given up").isFalse();
    listening.close();
    end.countDown();
    assertThat(listening.await(30 * SECOND)).isTrue();
  }

  @Test
  void aListenerThatThrowsGoesOn() {
    Listening listening =
        new Listening(
            e -> {
              if (e.sequence() % 2 == 0) {
                throw new IOException("even");
              }
              throw new StackOverflowError("odd");
            },
            Set.of(),
            SECOND);
    for (int i = 0; i < 10; i++) {
      listening.offer(event(EventType.DONE, i));
    }
    assertThat(listening.await(30 * SECOND)).isTrue();
    assertThat(listening.failed()).isEqualTo(10);
  }

  @Test
  void aListenerGetsTheEventsItAskedFor() {
    List<EventType> told = Collections.synchronizedList(new ArrayList<>());
    Listening listening = new Listening(e -> told.add(e.type()), Set.of(EventType.FAILED), SECOND);
    listening.offer(event(EventType.DONE, 1));
    listening.offer(event(EventType.FAILED, 2));
    assertThat(listening.await(30 * SECOND)).isTrue();
    assertThat(told).containsExactly(EventType.FAILED);
  }

  @Test
  void aClosedListenerIsToldNothingAndForgotten() {
    List<Long> told = Collections.synchronizedList(new ArrayList<>());
    Listeners listeners = new Listeners();
    ListenerRegistration first = listeners.add(e -> told.add(-e.sequence()));
    first.close();
    listeners.add(e -> told.add(e.sequence()));
    listeners.accept(event(EventType.DONE, 5));
    await().until(() -> told.size() == 1);
    assertThat(told).containsExactly(5L);
  }

  private ExecHook shell(String script, Duration timeout) {
    return new ExecHook(temp, List.of("/bin/sh", "-c", script), timeout);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aCommandFindsTheEventOnItsStandardInputAndInItsEnvironment() throws Exception {
    Path in = temp.resolve("in");
    Path environment = temp.resolve("env");
    shell("cat > " + in + "; env > " + environment, LONG).happened(event(EventType.FAILED, 3));

    byte[] line = Files.readAllLines(in).get(0).getBytes(StandardCharsets.UTF_8);
    assertThat(HistoryLine.parse(line)).isEqualTo(event(EventType.FAILED, 3));
    assertThat(Files.readAllLines(environment))
        .contains(
            "JOBQUEUE=" + temp,
            "JOBQUEUE_EVENT=failed",
            "JOBQUEUE_JOB=12/0",
            "JOBQUEUE_LABEL=a label",
            "JOBQUEUE_ATTEMPT_NUMBER=2",
            "JOBQUEUE_MESSAGE=it went wrong",
            "JOBQUEUE_BY=user@host");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aCommandThatHangsIsKilledWithItsChildren() throws Exception {
    Path child = temp.resolve("child");
    ExecHook hook = shell("sleep 1000 & echo $! > " + child + "; wait", Duration.ofMillis(1500));
    assertThatThrownBy(() -> hook.happened(event(EventType.DONE, 1)))
        .isInstanceOf(IOException.class)
        .hasMessage("/bin/sh was killed after 1500 ms");
    long pid = Long.parseLong(Files.readString(child).strip());
    await().until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aCommandThatPrintsALotIsNotHeldUp() throws Exception {
    Path end = temp.resolve("end");
    shell("head -c 20000000 /dev/zero; head -c 20000000 /dev/zero >&2; echo > " + end, LONG)
        .happened(event(EventType.DONE, 1));
    assertThat(end).exists();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aCommandThatFailsOrIsMissingIsAnException() {
    assertThatThrownBy(() -> shell("exec <&-; exit 3", LONG).happened(event(EventType.DONE, 1)))
        .hasMessage("/bin/sh ended with exit code 3");
    ExecHook missing = new ExecHook(temp, List.of(temp.resolve("none").toString()), LONG);
    assertThatThrownBy(() -> missing.happened(event(EventType.DONE, 1)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aServerGetsTheEvent() throws Exception {
    List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());
    List<Integer> answers = List.of(204, 500);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          bodies.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(answers.get(bodies.size() - 1), -1);
          exchange.close();
        });
    server.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
      PostHook hook = new PostHook(url, LONG);
      hook.happened(event(EventType.DONE, 1));
      assertThat(HistoryLine.parse(bodies.get(0))).isEqualTo(event(EventType.DONE, 1));
      assertThatThrownBy(() -> hook.happened(event(EventType.DONE, 2)))
          .hasMessage(url + " answered with status 500");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      PostHook hook = new PostHook(url, Duration.ofMillis(200));
      assertThatThrownBy(() -> hook.happened(event(EventType.DONE, 1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(url.toString());
    }
    PostHook refused = new PostHook(URI.create("http://127.0.0.1:1/"), Duration.ofSeconds(5));
    assertThatThrownBy(() -> refused.happened(event(EventType.DONE, 1)))
        .hasMessageContaining("cannot be reached");
  }

  private static String refusal(String hooks) {
    try {
      Observation parsed = Observation.parse(("{" + hooks + "}").getBytes(StandardCharsets.UTF_8));
      return "accepted: " + parsed;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void settingsThatAreNotValidAreRefusedWithTheirPlace() {
    String start = "has a setting that is not valid: ";
    assertThat(refusal("\"hooks\": {}"))
        .isEqualTo(start + "hooks is {}; it must be a list of objects");
    assertThat(refusal("\"hooks\": [7]")).isEqualTo(start + "hooks[0] is 7; it must be an object");
    assertThat(refusal("\"hooks\": [{\"kind\": \"mail\"}]"))
        .isEqualTo(start + "hooks[0].kind is 'mail'; it must be exec or post");
    assertThat(refusal("\"hooks\": [{}]"))
        .isEqualTo(start + "hooks[0].kind is missing; it must be exec or post");
    assertThat(refusal("\"hooks\": [{\"kind\": \"exec\", \"command\": []}]"))
        .isEqualTo(
            start + "hooks[0].command is []; it must be a list: the program and its arguments");
    assertThat(refusal("\"hooks\": [{\"kind\": \"exec\", \"command\": [\" \"]}]"))
        .isEqualTo(start + "hooks[0].command[0] is \" \"; it must be the name of a program");
    assertThat(refusal("\"hooks\": [{\"kind\": \"exec\", \"command\": [\"a\", 1]}]"))
        .isEqualTo(start + "hooks[0].command[1] is 1; it must be a text");
    String exec = "{\"kind\": \"exec\", \"command\": [\"a\"]";
    assertThat(refusal("\"hooks\": [" + exec + "}, " + exec + ", \"timeoutMillis\": -5}]"))
        .isEqualTo(
            start
                + "hooks[1].timeoutMillis is -5; it must be a number of milliseconds from 1 to an"
                + " hour");
    assertThat(refusal("\"hooks\": [" + exec + ", \"events\": [\"done\", \"eaten\"]}]"))
        .isEqualTo(start + "hooks[0].events[1] is 'eaten', which is no event");
    assertThat(refusal("\"hooks\": [" + exec + ", \"event\": [\"done\"]}]"))
        .isEqualTo(start + "hooks[0] has a field 'event', which is unknown");
    assertThat(refusal("\"hooks\": [{\"kind\": \"post\", \"url\": \"ftp://a\"}]"))
        .contains("hooks[0].url is \"ftp://a\"; it must be a URL that begins with http://");
    assertThat(refusal("\"hooks\": [{\"kind\": \"post\", \"url\": \"http://a b\"}]"))
        .contains("hooks[0].url is no URL");
    assertThat(refusal("\"logLimit\": -1"))
        .isEqualTo(start + "logLimit is -1; it must be 4096 bytes or more");
    assertThat(refusal("\"logLimit\": \"1g\"")).contains("logLimit is \"1g\"");
    assertThat(refusal("\"history\": \"no\"")).contains("history is \"no\"");
    assertThat(refusal("\"hooks\": null, \"logLimit\": 5000"))
        .isEqualTo("accepted: " + new Observation(true, 5000, List.of()));
  }
}
