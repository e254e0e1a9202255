package org.jobqueue.core.format;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a job is: the content of {@code job.json}, written before the job becomes visible and never
 * changed.
 *
 * @param format the version of the format, 1
 * @param number the number of the top-level job
 * @param local the place within its hierarchy, empty for the root
 * @param order its turn in the hierarchy, from 0
 * @param total the number of jobs in the hierarchy
 * @param type the job type
 * @param typeVersion the version of the type that checked the parameters
 * @param label for people
 * @param parameters complete, defaults included
 * @param priority of the hierarchy
 * @param options how it is run
 * @param submitTime when the hierarchy was submitted, by the clock of the submitter
 * @param submitter user and host, for people
 * @param parents the jobs that wait for this one
 * @param subJobs the places of the direct sub-jobs, in their order
 * @param block the frames, of a job that stands for many; of a chunk those of its block
 * @param origin the job that this one is to make files of again, perhaps of another hierarchy
 * @param token the maker of the first name of its register, if that is known
 */
public record JobDefinition(
    int format,
    long number,
    String local,
    int order,
    int total,
    String type,
    int typeVersion,
    String label,
    Map<String, Object> parameters,
    int priority,
    JobOptions options,
    Instant submitTime,
    String submitter,
    List<Parent> parents,
    List<String> subJobs,
    @Nullable Block block,
    @Nullable JobId origin,
    @Nullable String token) {

  /** A definition of a job that is no copy of another one, and of nobody in particular. */
  public JobDefinition(
      int format,
      long number,
      String local,
      int order,
      int total,
      String type,
      int typeVersion,
      String label,
      Map<String, Object> parameters,
      int priority,
      JobOptions options,
      Instant submitTime,
      String submitter,
      List<Parent> parents,
      List<String> subJobs,
      @Nullable Block block) {
    this(
        format,
        number,
        local,
        order,
        total,
        type,
        typeVersion,
        label,
        parameters,
        priority,
        options,
        submitTime,
        submitter,
        parents,
        subJobs,
        block,
        null,
        null);
  }

  /** The largest definition that is read, in bytes. */
  public static final int SIZE_LIMIT = 32 << 20;

  /** The version of the format. */
  public static final int FORMAT = 1;

  /**
   * A job that waits for this one.
   *
   * @param local its place
   * @param order its turn
   */
  public record Parent(String local, int order) {}

  /** The job within its hierarchy. */
  public NodeRef node() {
    return new NodeRef(new JobId(number, local), order, total);
  }

  /** A parent within the hierarchy. */
  public NodeRef parent(Parent parent) {
    return node().sibling(parent.local(), parent.order());
  }

  /** How often the job is tried. */
  public int attempts() {
    return options.retry().attempts();
  }

  /**
   * The first name of the register in which the job can be claimed; empty if it has sub-jobs or
   * chunks, which have to be done before, or if the name is not known.
   */
  public Optional<RegisterName> firstRegister() {
    String maker = token;
    return maker == null || !subJobs.isEmpty() || block != null
        ? Optional.empty()
        : Optional.of(RegisterName.firstWaiting(maker, submitTime));
  }

  /** True for a job that is done when all of its chunks are. */
  public boolean hasChunks() {
    return block != null && !node().id().isChunk();
  }

  /** True if this is a block that has all of these chunks. */
  public boolean has(ChunkRange chunks) {
    return block != null && hasChunks() && block.has(chunks);
  }

  /** The frames that the job is to work on: all of a block, or those of a chunk; else empty. */
  public Optional<FrameRange> frames() {
    Block present = block;
    if (present == null) {
      return Optional.empty();
    }
    return node().id().isChunk()
        ? Optional.of(present.frames(chunkIndex()))
        : Optional.of(present.frames());
  }

  /** Which chunk of its block this is. */
  public long chunkIndex() {
    int frame = node().id().frame().orElseThrow();
    return Objects.requireNonNull(block).indexOf(frame).orElseThrow();
  }

  /**
   * The definition of a chunk of this block, which is nowhere on disk.
   *
   * @throws NoSuchFileException if no chunk begins with that frame, or if this is no block
   */
  public JobDefinition ofChunk(JobId id) throws NoSuchFileException {
    Block present = block;
    OptionalLong index =
        present == null ? OptionalLong.empty() : present.indexOf(id.frame().orElseThrow());
    if (present == null || index.isEmpty()) {
      throw new NoSuchFileException(id.toString(), null, "there is no such chunk");
    }
    return new JobDefinition(
        format,
        number,
        id.local(),
        order,
        total,
        type,
        typeVersion,
        label + " [" + present.frames(index.getAsLong()) + "]",
        parameters,
        priority,
        options,
        submitTime,
        submitter,
        List.of(new Parent(local, order)),
        List.of(),
        present,
        origin,
        null);
  }

  /** Without what only the job itself needs, which may be large. */
  public JobDefinition withoutDetails() {
    return new JobDefinition(
        format,
        number,
        local,
        order,
        total,
        "",
        typeVersion,
        "",
        Map.of(),
        priority,
        options,
        submitTime,
        "",
        parents,
        subJobs,
        block);
  }

  /** The ticket of this job for a version of its register; that of a chunk names its block. */
  public Ticket ticket(long version) {
    NodeRef node = node();
    return node.id().isChunk()
        ? new Ticket(
            new NodeRef(node.id().block(), order, total),
            priority,
            version,
            Optional.of(ChunkRange.of(chunkIndex())))
        : new Ticket(node, priority, version);
  }

  /** The tickets of a job that nothing holds: its own, or that of all chunks of a block. */
  public Ticket firstTicket(long version) {
    Ticket own = ticket(version);
    return block == null ? own : own.withChunks(block.all());
  }

  /** The content of the file. */
  public byte[] toBytes() {
    return DefinitionForm.of(this).toBytes();
  }

  /**
   * Reads the content of the file of the job {@code id}.
   *
   * @throws DamagedException if it is no such definition
   */
  public static JobDefinition parse(byte[] content, JobId id) throws DamagedException {
    return DefinitionForm.parse(content).checked(id);
  }

  /** What is on disk is not the definition it should be; the message is for people. */
  public static class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Damage with its cause, if that is known. */
    public DamagedException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The definition was written by a newer program, which understands it. */
  public static final class NewerFormatException extends DamagedException {
    private static final long serialVersionUID = 1L;

    NewerFormatException(int format) {
      super("the definition job.json has format " + format + ", newer than " + FORMAT, null);
    }
  }

  /** The definition is that of another job. */
  public static final class MisplacedException extends DamagedException {
    private static final long serialVersionUID = 1L;
    private final JobId owner;

    MisplacedException(JobId owner) {
      super("the definition job.json is that of job " + owner, null);
      this.owner = owner;
    }

    /** The job whose definition it is. */
    public JobId owner() {
      return owner;
    }
  }
}
