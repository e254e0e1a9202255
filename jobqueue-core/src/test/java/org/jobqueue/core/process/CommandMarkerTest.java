package org.jobqueue.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.jobqueue.core.format.ProcessIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandMarkerTest {
  private static final String WORKER = "render07_4711_k3f9w2mhx0";
  private static final ProcessIdentity SELF =
      new ProcessIdentity("render07", "boot", "pid:[4026531836]", 4711, "88123");

  @Test
  void aMarkerIsReadAsItWasWritten() {
    CommandMarker marker = CommandMarker.of(SELF, WORKER, "12-0-1.n2", 3);
    assertThat(marker).hasToString(WORKER + "/4026531836.4711.88123/12-0-1.n2/3");
    assertThat(CommandMarker.parse(marker.toString())).contains(marker);
    assertThat(marker.workerProcess(SELF)).contains(SELF);
  }

  @Test
  void aProcessOfWhichNotAllIsKnownIsNobody() {
    ProcessIdentity vague = new ProcessIdentity("render07", "boot", null, 4711, "88123");
    CommandMarker marker = CommandMarker.of(vague, WORKER, "12.n1", 1);
    assertThat(CommandMarker.parse(marker.toString())).contains(marker);
    assertThat(marker.workerProcess(SELF)).isEmpty();
  }

  @Test
  void commandsOfOneAttemptBelongTogether() {
    CommandMarker marker = CommandMarker.of(SELF, WORKER, "12.n1", 1);
    assertThat(marker.isOfSameAttempt(CommandMarker.of(SELF, WORKER, "12.n1", 2))).isTrue();
    assertThat(marker.isOfSameAttempt(CommandMarker.of(SELF, WORKER, "12.n2", 1))).isFalse();
    assertThat(marker.isOfSameAttempt(CommandMarker.of(SELF, WORKER, "13.n1", 1))).isFalse();
    assertThat(marker.isOfSameAttempt(CommandMarker.of(SELF, WORKER + "x", "12.n1", 1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        WORKER,
        WORKER + "/-/12.n1",
        WORKER + "/-/12.n1/1/",
        WORKER + "/-/12.n1/x",
        WORKER + "/-/12.n1/1\nA=b",
        "/-/12.n1/1"
      })
  void anythingElseIsNoMarker(String value) {
    assertThat(CommandMarker.parse(value)).isEmpty();
  }
}
