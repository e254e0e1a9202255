package org.jobqueue.core.format;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jspecify.annotations.Nullable;

/**
 * The first entry of an archive: all that is in it.
 *
 * @param format the version of the format, 1
 * @param job the top-level job
 * @param entries the directory of the job and all that is in it; a directory before what is in it
 */
public record ArchiveManifest(int format, String job, List<Entry> entries) {
  /** The name in the archive. */
  public static final String NAME = "manifest.json";

  /** The largest manifest, in bytes. */
  public static final int SIZE_LIMIT = 128 << 20;

  private static final int FORMAT = 1;
  private static final int LONGEST_TARGET = 4_096;
  private static final String PREFIX = "job/";
  private static final JsonMapper TREES =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** What an entry is. */
  public enum Kind {
    /** A regular file; the content is its content. */
    FILE,
    /** A directory; has no content. */
    DIRECTORY,
    /** A symbolic link; the content is where it leads to, as it is written. */
    LINK
  }

  /**
   * A file, directory or link.
   *
   * @param path relative to the directory of the job, with {@code /}; empty for that itself
   * @param kind what it is
   * @param size how many bytes its content has
   * @param sha256 the digest of its content, hexadecimal
   * @param permissions such as {@code rw-r--r--}; null where there are none
   */
  public record Entry(
      String path, Kind kind, long size, String sha256, @Nullable String permissions) {
    /** The name in the archive. */
    public String zipName() {
      return kind == Kind.DIRECTORY && !path.isEmpty() ? PREFIX + path + "/" : PREFIX + path;
    }

    private String parent() {
      return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
  }

  /** A manifest of this format. */
  public static ArchiveManifest of(JobId job, List<Entry> entries) {
    return new ArchiveManifest(FORMAT, job.toString(), List.copyOf(entries));
  }

  /** The content of the entry. */
  public byte[] toBytes() {
    return Json.write(this);
  }

  /**
   * Reads the content of the entry.
   *
   * @throws IOException if it is no manifest, or names what must not be in an archive; the message
   *     continues a sentence that begins with the name of the archive
   */
  public static ArchiveManifest parse(byte[] content) throws IOException {
    ArchiveManifest manifest;
    try {
      manifest = Json.read(content, ArchiveManifest.class);
    } catch (IOException e) {
      throw new IOException("has a manifest that cannot be read: " + e.getMessage(), e);
    }
    if (manifest.format > FORMAT) {
      throw new IOException("has format " + manifest.format + ", newer than " + FORMAT);
    }
    manifest.requireSound();
    return manifest;
  }

  /** How large all files are together. */
  public long bytes() {
    return entries.stream().mapToLong(Entry::size).sum();
  }

  /** The top-level job as it was named. */
  public JobId jobId() {
    return JobId.parse(job);
  }

  /**
   * The path of the register of the top-level job, in the state in which it had come to its end.
   */
  public Entry register() throws IOException {
    Entry register = null;
    for (Entry entry : entries) {
      if (registerIn(entry).isPresent()) {
        if (register != null) {
          throw new IOException("has more than one state of its job");
        }
        register = entry;
      }
    }
    if (register == null) {
      throw new IOException("has no state of its job");
    }
    return register;
  }

  private static Optional<RegisterName> registerIn(Entry entry) {
    return entry.kind() == Kind.FILE && entry.path().indexOf('/') < 0
        ? RegisterName.parse(entry.path())
        : Optional.empty();
  }

  /** The register of the top-level job. */
  public RegisterName registerName() throws IOException {
    return registerIn(register()).orElseThrow();
  }

  private void requireSound() throws IOException {
    if (job == null || entries == null || entries.isEmpty()) {
      throw new IOException("has a manifest without a job or entries");
    }
    try {
      if (!JobId.parse(job).isRoot()) {
        throw new IllegalArgumentException(job + " is a sub-job");
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("has a manifest of no job: " + e.getMessage(), e);
    }
    Map<String, Kind> seen = new HashMap<>();
    for (Entry entry : entries) {
      requireSound(entry, seen);
      if (seen.put(entry.path(), entry.kind()) != null) {
        throw new IOException("names " + entry.path() + " twice");
      }
    }
    if (seen.get(QueueLayout.DEFINITION) != Kind.FILE) {
      throw new IOException("has no definition of its job");
    }
    RegisterName unused = registerName();
    for (Entry entry : entries) {
      requireEnded(entry);
    }
  }

  /** No job of the hierarchy may be one that could run. */
  private static void requireEnded(Entry entry) throws IOException {
    int name = entry.path().lastIndexOf('/') + 1;
    Optional<RegisterName> register = RegisterName.parse(entry.path().substring(name));
    boolean ofJob =
        localOfDefinition(entry.path().substring(0, name) + QueueLayout.DEFINITION).isPresent();
    if (ofJob && register.isPresent() && !isEnd(register.get().state())) {
      throw new IOException("is of a job that has not come to its end: " + entry.path());
    }
  }

  /** Whether a job in that state will not run unless it is retried. */
  public static boolean isEnd(JobState state) {
    return state == JobState.DONE || state == JobState.FAILED || state == JobState.CANCELLED;
  }

  /** All that is above an entry must be a directory of the archive: no link leads out of it. */
  private static void requireSound(@Nullable Entry entry, Map<String, Kind> seen)
      throws IOException {
    if (entry == null || entry.path() == null || entry.kind() == null || entry.sha256() == null) {
      throw new IOException("has a manifest with an entry that is not complete");
    }
    boolean first = seen.isEmpty();
    if (first != entry.path().isEmpty() || (first && entry.kind() != Kind.DIRECTORY)) {
      throw new IOException("does not begin with the directory of the job");
    }
    if (!first) {
      for (String name : entry.path().split("/", -1)) {
        requireName(name, entry.path());
      }
      if (seen.get(entry.parent()) != Kind.DIRECTORY) {
        throw new IOException("has " + entry.path() + ", which lies in no directory of the job");
      }
    }
    long most = entry.kind() == Kind.FILE ? Long.MAX_VALUE : LONGEST_TARGET;
    if (entry.size() < 0
        || entry.size() > (entry.kind() == Kind.DIRECTORY ? 0 : most)
        || !entry.sha256().matches("[0-9a-f]{64}")) {
      throw new IOException("has a wrong size or digest of " + entry.path());
    }
  }

  private static void requireName(String name, String path) throws IOException {
    boolean plain;
    try {
      Path parsed = Path.of(name);
      plain = parsed.getNameCount() == 1 && parsed.getRoot() == null && !name.isEmpty();
    } catch (InvalidPathException e) {
      plain = false;
    }
    if (!plain || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
      throw new IOException("has an entry that would lie outside of the job: " + path);
    }
  }

  /** The job whose definition has this path; empty for other files. */
  public static Optional<String> localOfDefinition(String path) {
    String definition = QueueLayout.DEFINITION;
    if (path.equals(definition)) {
      return Optional.of("");
    }
    if (!path.endsWith("/" + definition)) {
      return Optional.empty();
    }
    String directory = path.substring(0, path.length() - definition.length() - 1);
    if (directory.matches(QueueLayout.REPOSITORY + "/job\\d{1,9}")) {
      return Optional.of("r" + directory.substring(QueueLayout.REPOSITORY.length() + 4));
    }
    String below = QueueLayout.SUB_JOBS + "/job";
    return directory.matches(below + "\\d{1,9}(/" + below + "\\d{1,9})*")
        ? Optional.of(directory.substring(below.length()).replace("/" + below, "/"))
        : Optional.empty();
  }

  /** The same definition of a job of another hierarchy; as it is if it cannot be read. */
  public static byte[] renumbered(byte[] definition, long number) {
    try {
      JsonNode tree = TREES.readTree(definition);
      return tree instanceof ObjectNode object && object.has("number")
          ? TREES.writeValueAsBytes(object.put("number", number))
          : definition;
    } catch (IOException e) {
      return definition;
    }
  }
}
