package org.jobqueue.core.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.JobError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  private final Redaction redaction = new Redaction();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  /** Writes the text in pieces of that many bytes. */
  private String written(String text, int piece) throws IOException {
    kept.reset();
    byte[] bytes = text.getBytes(UTF_8);
    try (OutputStream out = redaction.before(kept)) {
      for (int i = 0; i < bytes.length; i += piece) {
        out.write(bytes, i, Math.min(piece, bytes.length - i));
        out.flush();
      }
    }
    return kept.toString(UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "nothing here, nothing here",
    "s3cret, ***",
    "a s3cret b, a *** b",
    "s3crets3cret, ******",
    "s3s3cret, s3***",
    "s3cre, s3cre",
    "s3creT s3cret!, s3creT ***!",
    "über s3cret über, über *** über",
    "s3cret-and-more, ***",
    "s3cret-and-mor, ***-and-mor",
    "xs3cret-and-s3cret, x***-and-***",
  })
  void secretsAreReplacedHoweverTheyArrive(String text, String expected) throws IOException {
    redaction.add("s3cret");
    redaction.add("s3cret-and-more");

    assertThat(redaction.in(text)).isEqualTo(expected);
    for (int piece = 1; piece <= text.getBytes(UTF_8).length; piece++) {
      assertThat(written(text, piece)).as("pieces of %d", piece).isEqualTo(expected);
    }
  }

  @Test
  void whatCannotBeTheBeginningOfASecretIsWrittenAtOnce() throws IOException {
    redaction.add("s3cret");
    try (OutputStream out = redaction.before(kept)) {
      out.write("progress 5".getBytes(UTF_8));
      assertThat(kept.toString(UTF_8)).isEqualTo("progress 5");
      out.write(" s3c".getBytes(UTF_8));
      assertThat(kept.toString(UTF_8)).isEqualTo("progress 5 ");
      out.write('x');
      assertThat(kept.toString(UTF_8)).isEqualTo("progress 5 s3cx");
    }
  }

  @Test
  void aSecretThatBecomesKnownLaterIsReplacedFromThenOn() throws IOException {
    try (OutputStream out = redaction.before(kept)) {
      out.write("s3cret ".getBytes(UTF_8));
      redaction.add("s3cret");
      out.write("s3cret".getBytes(UTF_8));
    }
    assertThat(kept.toString(UTF_8)).isEqualTo("s3cret ***");
  }

  @Test
  void longLinesOfASecretAreSecretToo() {
    redaction.add("-----KEY-----\nMIIEowIBAAKCAQEA\nshort\r\nMIIEowIBAAKCAQEB");

    assertThat(redaction.in("a MIIEowIBAAKCAQEB, short")).isEqualTo("a ***, short");
  }

  @Test
  void errorsKeepAllButSecrets() {
    redaction.add("s3cret");
    JobError error =
        new JobError("no s3cret", Optional.of(3), Optional.of("at s3cret"), ErrorClass.FATAL);

    assertThat(redaction.in(error))
        .isEqualTo(new JobError("no ***", Optional.of(3), Optional.of("at ***"), ErrorClass.FATAL));
  }

  @Test
  void theMarkOfOneIsNotTakenForAnother() {
    redaction.add("****");
    redaction.add("s3cret");

    assertThat(List.of(redaction.in("s3cret"), redaction.in("****"))).containsOnly("***");
  }
}
