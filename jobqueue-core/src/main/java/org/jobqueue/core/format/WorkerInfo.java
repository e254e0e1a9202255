package org.jobqueue.core.format;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jobqueue.api.WorkerResources;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of itself: the content of {@code workers/<worker>/worker.json}, written when
 * it begins. For people and for explanations; nothing is decided by it.
 *
 * @param user whose process it is
 * @param started when it began
 * @param slots how many jobs it runs at the same time
 * @param types the job types that it knows, with those of their versions that it has
 * @param resources what it offers to jobs
 */
public record WorkerInfo(
    String user,
    Instant started,
    int slots,
    Map<String, List<Integer>> types,
    WorkerResources resources) {
  /** The file name. */
  public static final String FILE = "worker.json";

  /** The name of the empty file beside it that says that the worker takes nothing more. */
  public static final String DRAINING = "draining";

  /** The largest file that is read, in bytes. */
  public static final int SIZE_LIMIT = 1 << 20;

  private record Raw(
      @Nullable String user,
      @Nullable String started,
      int slots,
      @Nullable Map<String, List<Integer>> types,
      int cores,
      long memory,
      @Nullable List<String> gpus,
      @Nullable Map<String, Integer> amounts,
      @Nullable Set<String> tags) {}

  /** The content of the file. */
  public byte[] toBytes() {
    return Json.write(
        new Raw(
            user,
            started.toString(),
            slots,
            new TreeMap<>(types),
            resources.cores(),
            resources.memory(),
            resources.gpus(),
            new TreeMap<>(resources.amounts()),
            new TreeSet<>(resources.tags())));
  }

  /**
   * Reads the content of the file.
   *
   * @throws IOException if it is none
   */
  public static WorkerInfo parse(byte[] content) throws IOException {
    Raw raw = Json.read(content, Raw.class);
    try {
      return new WorkerInfo(
          raw.user() == null ? "" : raw.user(),
          Instant.parse(String.valueOf(raw.started())),
          raw.slots(),
          raw.types() == null ? Map.of() : raw.types(),
          new WorkerResources(
              raw.cores(),
              raw.memory(),
              raw.gpus() == null ? List.of() : raw.gpus(),
              raw.amounts() == null ? Map.of() : raw.amounts(),
              raw.tags() == null ? Set.of() : raw.tags()));
    } catch (IllegalArgumentException | DateTimeParseException | NullPointerException e) {
      throw new IOException("it does not describe a worker: " + e.getMessage(), e);
    }
  }
}
