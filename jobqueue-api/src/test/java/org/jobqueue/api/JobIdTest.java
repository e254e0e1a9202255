package org.jobqueue.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, ''",
    "12, 12, ''",
    "12/0, 12, 0",
    "12/0/3, 12, 0/3",
    "12/r7, 12, r7",
    "999999999999999999, 999999999999999999, ''",
    "5/999999999/0, 5, 999999999/0",
    "12/f101, 12, f101",
    "12/0/3/f0, 12, 0/3/f0",
    "12/r7/f-5, 12, r7/f-5",
    "1/f2147483647, 1, f2147483647",
    "1/f-2147483648, 1, f-2147483648",
  })
  void textFormIsReadAndPrinted(String text, long number, String local) {
    JobId id = JobId.parse(text);

    assertThat(id).isEqualTo(new JobId(number, local));
    assertThat(id).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({"job12, 12", "job12/0/3, 12/0/3", "job12/r7, 12/r7", "' 12 ', 12", "007, 7"})
  void otherSpellingsAreAccepted(String text, String canonical) {
    assertThat(JobId.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "-1",
        "1.5",
        "12/",
        "/12",
        "12//3",
        "12/0/",
        "12/x",
        "12/r",
        "12/r7/0",
        "12/0/r7",
        "12/job0",
        "job",
        "Job12",
        "12.bak",
        "job12.bak",
        "12/../13",
        "12/0\n13",
        "1 2",
        "\u0661\u0662",
        "9999999999999999999",
        "1/9999999999"
      })
  void otherTextIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobId.parse(text))
        .withMessage(
            "'"
                + text
                + "' is not a job id; expected a number such as 12, or 12/0/3 for a sub-job");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, ''",
    "1, /",
    "1, 0/",
    "1, x",
    "1, r",
    "1, r1/0",
    "1, ..",
    "1, 0/../1",
    "1, job0"
  })
  void malformedPartsAreRefused(long number, String local) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JobId(number, local))
        .withMessage("not a job id: " + number + "/" + local);
  }

  @Test
  void rootOfAnyJobIsTheTopLevelJob() {
    JobId root = JobId.ofRoot(12);

    assertThat(root.isRoot()).isTrue();
    assertThat(root.root()).isSameAs(root);
    assertThat(JobId.parse("12/0/3").isRoot()).isFalse();
    assertThat(JobId.parse("12/0/3").root()).isEqualTo(root);
    assertThat(JobId.parse("12/r7").root()).isEqualTo(root);
  }

  @Test
  void orderIsByNumberThenByText() {
    List<JobId> sorted =
        List.of("2", "2/0", "2/0/0", "2/1", "2/10", "2/2", "2/r0", "10", "10/0").stream()
            .map(JobId::parse)
            .toList();

    assertThat(sorted.stream().sorted()).isEqualTo(sorted);
    assertThat(JobId.parse("3/1")).isEqualByComparingTo(JobId.parse("job3/1"));
  }

  @Test
  void isSerializable() throws Exception {
    JobId id = JobId.parse("12/0/3");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(id);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(id);
    }
  }
}
