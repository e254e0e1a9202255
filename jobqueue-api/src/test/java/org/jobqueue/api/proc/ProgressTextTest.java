package org.jobqueue.api.proc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "42      | 42",
        "42.9 %  | 42",
        "42,9    | 42",
        "100.5   | 100",
        "-3      | 0",
        "3/10    | 30",
        "1 / 3   | 33",
        "29/29   | 100",
        "12/10   | 100",
      })
  void aNumberOrAPartIsAPercentage(String text, int percent) {
    assertThat(ProgressText.percent(text)).hasValue(percent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "half", "NaN", "3/", "/3", "3/0", "0/0", "1/2/3"})
  void otherTextTellsNone(String text) {
    assertThat(ProgressText.percent(text)).isEmpty();
  }
}
