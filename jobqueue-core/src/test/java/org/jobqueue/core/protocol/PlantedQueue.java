package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueVerification;
import org.jobqueue.api.Violation;
import org.jobqueue.api.Violation.Rule;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.NodeRef;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.verify.Verification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A queue with a diamond that is done (1), one of which one job of four is done (2), and a single
 * job that waits (3), in which tests make one thing wrong: the rule that it breaks is found, and no
 * other.
 */
abstract class PlantedQueue {
  static final JobId DONE = JobId.ofRoot(1);
  static final JobId DONE_LEFT = JobId.parse("1/0");
  static final JobId DONE_SHARED = JobId.parse("1/0/0");
  static final JobId HALF = JobId.ofRoot(2);
  static final JobId HALF_LEFT = JobId.parse("2/0");
  static final JobId HALF_RIGHT = JobId.parse("2/1");
  static final JobId SINGLE = JobId.ofRoot(3);
  static final String WORKER = "host_1_aaaaaaaaaa";

  @TempDir Path directory;
  World world;
  QueueLayout layout;

  @BeforeEach
  void queue() throws IOException {
    world = new World(directory.resolve("queue"));
    layout = world.layout();
    world.client().submit(World.diamond());
    world.client().submit(World.diamond());
    world.client().submit(World.root());
    for (int i = 0; i < 5; i++) {
      world.client().runNext();
    }
    assertThat(world.state(DONE)).isEqualTo(JobState.DONE);
    assertThat(world.state(JobId.parse("2/0/0"))).isEqualTo(JobState.DONE);
  }

  List<Violation> violations = List.of();

  QueueVerification verify() throws IOException {
    violations = new ArrayList<>();
    return new Verification(new LocalFiles(), layout, () -> {}, violations::add).run();
  }

  void finds(Rule rule, Object subject) throws IOException {
    QueueVerification verified = verify();
    assertThat(violations).extracting(Violation::rule).containsOnly(rule);
    assertThat(violations).extracting(Violation::subject).contains(subject.toString());
    assertThat(verified.violations()).isEqualTo(violations.size());
    assertThat(verified.holds()).isFalse();
  }

  RegisterName register(JobId id) throws IOException {
    return new Registers(world.client().queue()).look(id).register().orElseThrow();
  }

  /** Renames the register, as long as it is {@code s.<version>.<state>.<a>.<f>.<l>}. */
  void become(JobId id, String start) throws IOException {
    RegisterName present = register(id);
    String name = "s." + start + "." + present.by() + "." + present.millis();
    assertThat(RegisterName.parse(name)).isPresent();
    Files.move(layout.job(id).resolve(present.toString()), layout.job(id).resolve(name));
  }

  Path attempt(JobId id) throws IOException {
    return layout.attempt(id, register(id).attempt(), register(id).by());
  }

  /** As if the attempt that counts had ended then, and taken 1500 ms. */
  void ended(JobId id, long millis) throws IOException {
    String present = register(id).toString();
    String name = present.replaceFirst("\\.\\d+\\.\\d+$", "." + millis + ".1500");
    assertThat(RegisterName.parse(name)).isPresent();
    Files.move(layout.job(id).resolve(present), layout.job(id).resolve(name));
  }

  Path ticket(JobId id, int order, int total, long version) {
    Ticket ticket = new Ticket(new NodeRef(id, order, total), 500, version);
    return layout.ticketBucket(ticket).resolve(ticket.toString());
  }

  static void touch(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  static void remove(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  JobDefinition definition(JobId id) throws IOException {
    return world.client().queue().definition(id);
  }

  void define(
      JobDefinition d, int order, int total, List<JobDefinition.Parent> parents, List<String> subs)
      throws IOException {
    JobDefinition changed =
        new JobDefinition(
            d.format(),
            d.number(),
            d.local(),
            order,
            total,
            d.type(),
            d.typeVersion(),
            d.label(),
            d.parameters(),
            d.priority(),
            d.options(),
            d.submitTime(),
            d.submitter(),
            parents,
            subs,
            d.block());
    Files.write(layout.definition(d.node().id()), changed.toBytes());
  }
}
