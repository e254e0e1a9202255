package org.jobqueue.api.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The API that users rely on, as a file under version control.
 *
 * @param file the dump
 * @param breaks where each incompatible change is noted, with its reason
 * @param implemented the types that others implement
 */
record ApiBaseline(Path file, Path breaks, Set<String> implemented) {
  static final String UPDATE =
      "./mvnw test -pl jobqueue-api -Dtest=ApiCompatibilityTest -Dapi.update";

  /**
   * What is to be done about an API; empty if it is that of the baseline.
   *
   * @throws IOException if the baseline cannot be read
   */
  Optional<String> complaint(SortedSet<String> api) throws IOException {
    if (!Files.exists(file)) {
      return Optional.of(
          "there is no baseline "
              + file
              + "; take it from version control, or make one: "
              + UPDATE);
    }
    ApiChanges changes = changes(api);
    if (changes.isNone()) {
      return Optional.empty();
    }
    return Optional.of(
        changes.breaks()
            ? "the API breaks its users:\n"
                + changes.listed()
                + "\nKeep what was there, and give new methods a default. If it has to be: "
                + UPDATE
                + " -Dapi.breaking='the reason, and what users do instead'"
            : "the API has additions:\n" + changes.listed() + "\nIf they are meant: " + UPDATE);
  }

  /**
   * Makes an API the baseline.
   *
   * @param reason for breaking users; empty to allow additions only
   * @throws IllegalStateException if it breaks users without a reason
   */
  void update(SortedSet<String> api, String reason) throws IOException {
    if (Files.exists(file)) {
      ApiChanges changes = changes(api);
      if (changes.breaks() && reason.isBlank()) {
        throw new IllegalStateException(complaint(api).orElseThrow());
      }
      if (changes.breaks()) {
        note(changes, reason);
      }
    }
    Files.writeString(file, String.join("\n", api) + "\n");
  }

  private void note(ApiChanges changes, String reason) throws IOException {
    String entry = "\n## " + reason.strip() + "\n\n" + changes.listed().indent(2);
    if (!Files.exists(breaks)) {
      Files.writeString(breaks, "# Incompatible changes of the API\n\nThe newest is the last.\n");
    }
    Files.writeString(breaks, entry, StandardOpenOption.APPEND);
  }

  private ApiChanges changes(SortedSet<String> api) throws IOException {
    List<String> lines = Files.readAllLines(file);
    lines.removeIf(String::isBlank);
    return ApiChanges.between(new TreeSet<>(lines), api, implemented);
  }
}
