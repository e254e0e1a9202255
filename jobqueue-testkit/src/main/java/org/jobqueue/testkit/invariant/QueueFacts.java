package org.jobqueue.testkit.invariant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.ChunkRange;
import org.jobqueue.core.format.ChunkToken;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.testkit.files.Node;
import org.jobqueue.testkit.files.Node.Directory;
import org.jobqueue.testkit.files.ServerTree;

/** All that the files of a server say of a queue: the truth, as no client ever sees it. */
final class QueueFacts {
  private final ServerTree tree;
  private final Map<Long, List<JobFacts>> roots = new HashMap<>();
  private final Set<Ticket> ready = new HashSet<>();
  private final Set<JobId> inFlight = new HashSet<>();
  private final Map<JobId, List<ChunkRange>> chunkTickets = new HashMap<>();
  private final Set<Long> intents = new HashSet<>();
  private final Set<Long> goneMarks = new HashSet<>();

  QueueFacts(ServerTree tree, Reader reader) {
    this.tree = tree;
    for (String bucket : tree.names(List.of("jobs"))) {
      Directory directory = directory(List.of("jobs", bucket));
      for (String name : directory.names()) {
        QueueLayout.goneNumber(name).ifPresent(goneMarks::add);
        OptionalLong number = QueueLayout.jobNumber(name);
        if (number.isPresent() && directory.get(name) instanceof Directory job) {
          roots.put(number.getAsLong(), reader.jobs(number.getAsLong(), job));
        }
      }
    }
    collectTickets(directory(List.of("ready")));
    for (String worker : tree.names(List.of("run"))) {
      for (String name : tree.names(List.of("run", worker))) {
        RunTicket.parse(name).map(RunTicket::ticket).ifPresent(this::addInFlight);
      }
    }
    for (String name : tree.names(List.of("intents"))) {
      IntentName.parse(name).ifPresent(intent -> intents.add(intent.number()));
    }
  }

  private Directory directory(List<String> path) {
    return tree.get(path) instanceof Directory directory ? directory : Directory.EMPTY;
  }

  private void collectTickets(Directory directory) {
    for (String name : directory.names()) {
      if (directory.get(name) instanceof Directory inner) {
        collectTickets(inner);
      } else {
        Ticket.parse(name).ifPresent(this::addReady);
      }
    }
  }

  private void addReady(Ticket ticket) {
    ready.add(ticket);
    addChunks(ticket);
  }

  private void addInFlight(Ticket ticket) {
    inFlight.add(ticket.node().id());
    addChunks(ticket);
  }

  private void addChunks(Ticket ticket) {
    ticket
        .chunks()
        .ifPresent(
            range ->
                chunkTickets
                    .computeIfAbsent(ticket.node().id(), id -> new ArrayList<>())
                    .add(range));
  }

  /** Whether there is a ticket of the block for a chunk, ready or in flight. */
  boolean hasChunkTicket(JobId block, long index) {
    return chunkTickets.getOrDefault(block, List.of()).stream().anyMatch(r -> r.contains(index));
  }

  /** Top-level jobs by number, each with all jobs of its hierarchy, the root first. */
  Map<Long, List<JobFacts>> roots() {
    return roots;
  }

  Optional<JobFacts> job(JobId id) {
    return roots.getOrDefault(id.number(), List.of()).stream()
        .filter(job -> job.id().equals(id))
        .findFirst();
  }

  /**
   * Whether there is a ticket of the job for this version or an earlier one: whoever takes that
   * issues the present one before dropping it.
   */
  boolean hasTicket(JobDefinition job, long version) {
    return ready.stream()
        .anyMatch(
            ticket ->
                ticket.node().id().equals(job.node().id())
                    && ticket.chunks().isEmpty()
                    && ticket.version() <= version);
  }

  /** Whether some worker's redo log names the job. */
  boolean isInFlight(JobId job) {
    return inFlight.contains(job);
  }

  /** Whether the job of that number is marked as deleted. */
  boolean isGone(long number) {
    return goneMarks.contains(number);
  }

  boolean hasIntent(long number) {
    return intents.contains(number);
  }

  /** Reads the jobs of hierarchies, each distinct content once. */
  static final class Reader {
    private static final int REMEMBERED = 200_000;

    private final Map<Long, List<JobFacts>> known = new HashMap<>();
    private final Map<Long, Optional<JobDefinition>> definitions = new HashMap<>();

    List<JobFacts> jobs(long number, Directory root) {
      if (known.size() > REMEMBERED) {
        known.clear();
      }
      return known.computeIfAbsent(root.fingerprint() + number, key -> read(number, root));
    }

    private List<JobFacts> read(long number, Directory root) {
      List<JobFacts> jobs = new ArrayList<>();
      read(new JobId(number, ""), root, jobs);
      if (root.get(QueueLayout.REPOSITORY) instanceof Directory repository) {
        for (String name : repository.names()) {
          OptionalLong order = QueueLayout.jobNumber(name);
          if (order.isPresent() && repository.get(name) instanceof Directory job) {
            read(new JobId(number, "r" + order.getAsLong()), job, jobs);
          }
        }
      }
      return List.copyOf(jobs);
    }

    private void read(JobId id, Directory job, List<JobFacts> jobs) {
      if (QueueLayout.isJob(job.names())) {
        JobFacts facts = facts(id, job);
        jobs.add(facts);
        if (job.get(QueueLayout.FRAMES) instanceof Directory frames) {
          facts.definition().ifPresent(block -> readChunks(block, frames, jobs));
        }
      }
      if (!(job.get(QueueLayout.SUB_JOBS) instanceof Directory subJobs)) {
        return;
      }
      for (String name : subJobs.names()) {
        OptionalLong index = QueueLayout.jobNumber(name);
        if (index.isPresent() && subJobs.get(name) instanceof Directory subJob) {
          String local =
              id.isRoot() ? "" + index.getAsLong() : id.local() + "/" + index.getAsLong();
          read(new JobId(id.number(), local), subJob, jobs);
        }
      }
    }

    private static void readChunks(JobDefinition block, Directory frames, List<JobFacts> jobs) {
      for (String bucket : frames.names()) {
        if (frames.get(bucket) instanceof Directory chunks) {
          for (String name : chunks.names()) {
            OptionalInt frame = QueueLayout.frame(name);
            if (frame.isPresent() && chunks.get(name) instanceof Directory chunk) {
              chunk(block, block.node().id().chunk(frame.getAsInt()), chunk).ifPresent(jobs::add);
            }
          }
        }
      }
    }

    /** One without a register has not been opened yet. */
    private static Optional<JobFacts> chunk(JobDefinition block, JobId id, Directory chunk) {
      List<RegisterName> registers =
          chunk.names().stream()
              .flatMap(name -> RegisterName.parse(name).stream())
              .sorted(RegisterName.PRECEDENCE.reversed())
              .toList();
      try {
        return registers.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new JobFacts(
                    id,
                    registers.subList(0, 1),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(block.ofChunk(id))));
      } catch (java.nio.file.NoSuchFileException e) {
        throw new IllegalStateException("a chunk beside its block: " + id, e);
      }
    }

    private JobFacts facts(JobId id, Directory job) {
      List<RegisterName> registers =
          job.names().stream().flatMap(name -> RegisterName.parse(name).stream()).toList();
      Optional<List<String>> latch =
          job.get(QueueLayout.LATCH) instanceof Directory tokens
              ? Optional.of(tokens.names())
              : Optional.empty();
      Optional<List<ChunkToken>> chunks =
          job.get(QueueLayout.CHUNK_LATCH) instanceof Directory tokens
              ? Optional.of(ChunkToken.among(tokens.names()))
              : Optional.empty();
      Node definition = job.get(QueueLayout.DEFINITION);
      return new JobFacts(
          id,
          registers,
          latch,
          chunks,
          definition instanceof Node.File file ? definition(id, file) : Optional.empty());
    }

    private Optional<JobDefinition> definition(JobId id, Node.File file) {
      return definitions.computeIfAbsent(
          file.fingerprint(),
          key -> {
            try {
              return Optional.of(JobDefinition.parse(file.content().bytes(), id));
            } catch (java.io.IOException e) {
              return Optional.empty();
            }
          });
    }
  }
}
