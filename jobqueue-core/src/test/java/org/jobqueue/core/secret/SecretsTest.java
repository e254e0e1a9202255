package org.jobqueue.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.proc.JobFailedException;
import org.jobqueue.api.proc.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir private Path temp;

  private final Secrets secrets = new Secrets(Map.of("TOKEN", "abcd", "SHORT", "abc"));

  private String value(String reference) {
    return secrets.value(new Secret(reference));
  }

  private Path file(String content, String permissions) throws IOException {
    Path file = Files.writeString(temp.resolve("secret"), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }

  private void assertMissing(String reference, String why) {
    assertThatThrownBy(() -> value(reference))
        .isInstanceOfSatisfying(
            JobFailedException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.WORKER))
        .hasMessageStartingWith(
            "the secret " + reference + " is not to be had on this host: " + why);
  }

  @Test
  void variables() {
    assertThat(value("env:TOKEN")).isEqualTo("abcd");
    assertMissing("env:OTHER", "the worker has no environment variable OTHER");
    assertMissing("env:SHORT", "it has less than 4 characters");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void filesWithoutTheLineEndsBehind() throws IOException {
    Path file = file("line 1\nline 2\r\n\n", "rw-r-----");

    assertThat(value("file:" + file)).isEqualTo("line 1\nline 2");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void filesThatCannotBeUsed() throws IOException {
    assertMissing("file:" + temp.resolve("none"), "there is no such file");
    assertMissing("file:" + temp, "there is no such file");
    assertMissing("file:relative", "a file is named by its full path");
    Path open = file("abcd", "rw-r--r--");
    assertMissing("file:" + open, "everyone can read the file; run: chmod o-r " + open);
    Path large = file("x".repeat((1 << 16) + 1), "rw-------");
    assertMissing("file:" + large, "the file is larger than 65536 bytes");
    Files.write(large, new byte[] {(byte) 0xff, 'a', 'b', 'c'});
    assertMissing("file:" + large, "the file cannot be read: ");
  }

  @Test
  void whatIsNoReferenceIsNotRepeated() {
    for (String text : new String[] {"hunter2", "env:", "env:1A", "env:A B", "file:", "ENV:A"}) {
      assertThatThrownBy(() -> new Secret(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "a secret is given as env:NAME or file:/full/path, never as the secret itself");
    }
  }
}
