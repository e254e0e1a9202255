package org.jobqueue.core.reconcile;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.Block;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.output.OutputCheck;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;
import org.jspecify.annotations.Nullable;

/**
 * The files that one job had to leave, frame by frame. The state of a chunk is looked at only if
 * that is needed: because a path is relative to the directory of its attempt, or because a file is
 * missing, which it may be since the chunk was skipped.
 */
final class ExpectedOutputs {
  private final QueueDirectory queue;
  private final Registers registers;
  private final JobDefinition definition;
  private final JobId id;
  private final List<ExpectedFile> whole = new ArrayList<>();
  private final List<ExpectedFile> ofEachFrame = new ArrayList<>();
  private final boolean relative;
  private long skipped;
  private long chunk = -1;
  private @Nullable Place place;
  private @Nullable List<String> wholeProblems; // the first, or none

  /** Where the files of a chunk, or of a job without chunks, lie. */
  private record Place(Path directory, boolean compared) {}

  ExpectedOutputs(QueueDirectory queue, JobDefinition definition) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.definition = definition;
    this.id = definition.node().id();
    for (ExpectedFile file : definition.options().outputs()) {
      (file.ofEachFrame() && definition.block() != null ? ofEachFrame : whole).add(file);
    }
    this.relative = definition.options().outputs().stream().anyMatch(ExpectedOutputs::isRelative);
  }

  /** How many frames there are; 1 for an ordinary job. */
  long count() {
    Block block = definition.block();
    return block == null ? 1 : block.frames().size();
  }

  /** How many chunks that lack files were passed over because they had been skipped. */
  long skipped() {
    return skipped;
  }

  /**
   * What is wrong with the files of a frame of a chunk that is done and was not skipped; empty if
   * nothing is.
   */
  Optional<String> problem(long position) throws IOException {
    enter(position);
    if (relative && !place().compared()) {
      return Optional.empty();
    }
    Optional<String> problem = found(position);
    return problem.isEmpty() || place().compared() ? problem : Optional.empty();
  }

  /** Whether a frame was made by this job and its files are there. */
  boolean areThere(long position) throws IOException {
    enter(position);
    return place().compared() && found(position).isEmpty();
  }

  private void enter(long position) {
    Block block = definition.block();
    long index = block == null ? 0 : position / block.chunkSize();
    if (index != chunk) {
      chunk = index;
      place = null;
      wholeProblems = null;
    }
  }

  private Optional<String> found(long position) throws IOException {
    OutputCheck check =
        new OutputCheck(relative ? place().directory() : queue.layout().location(), queue::here);
    if (wholeProblems == null) {
      wholeProblems = check.problems(whole, Optional.empty()).limit(1).toList();
    }
    if (!wholeProblems.isEmpty() || ofEachFrame.isEmpty()) {
      return wholeProblems.stream().findFirst();
    }
    int frame = Objects.requireNonNull(definition.block()).frames().frame(position);
    return ofEachFrame.stream()
        .flatMap(file -> check.problem(file.ofFrame(frame)).stream())
        .findFirst();
  }

  private Place place() throws IOException {
    if (place == null) {
      place = look();
    }
    return place;
  }

  private Place look() throws IOException {
    Block block = definition.block();
    JobId part = block == null ? id : block.chunk(id, chunk);
    Optional<RegisterName> register = registers.look(part).register();
    if (register.isEmpty() || register.get().state() != JobState.DONE) {
      return new Place(queue.layout().job(part), false);
    }
    Path directory = queue.layout().attempt(part, register.get().attempt(), register.get().by());
    boolean ran = !register.get().skip();
    if (!ran) {
      skipped++;
    }
    return new Place(directory, ran);
  }

  private static boolean isRelative(ExpectedFile file) {
    try {
      return !Path.of(file.path()).isAbsolute();
    } catch (InvalidPathException e) {
      return false; // a file that is never there
    }
  }
}
