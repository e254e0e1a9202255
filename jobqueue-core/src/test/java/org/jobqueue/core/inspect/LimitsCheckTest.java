package org.jobqueue.core.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.Damage;
import org.jobqueue.api.Finding;
import org.jobqueue.api.Finding.Outcome;
import org.jobqueue.api.JobId;
import org.jobqueue.api.LimitScope;
import org.jobqueue.core.protocol.LimitAcquisition;
import org.jobqueue.core.protocol.Limits;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.WorkerSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsCheckTest {
  @TempDir Path temp;

  @Test
  void whatIsDamagedInLimitsIsNamedAndMended() throws IOException {
    Bed bed = new Bed(temp.resolve("queue"));
    Limits limits = new Limits(bed.process());
    limits.define("nuke", 2, LimitScope.FARM);
    limits.define("cut", 2, LimitScope.FARM);
    Path all = bed.layout().location().resolve("limits");
    assertThat(bed.check(true)).isEmpty();

    Files.writeString(all.resolve("cut/limit.json"), "{\"count\": 2, \"sc");
    Files.createFile(all.resolve("nuke/limit.json.a_1_0123456789.new"));
    Files.createFile(all.resolve("nuke/notes"));
    Files.createFile(all.resolve("stray"));
    Files.createDirectories(all.resolve("nuke/held/h.1.a_1_0123456789.3.abc"));
    Files.createFile(all.resolve("nuke/held/h.0.a_1_0123456789.3.abc"));
    Files.createFile(all.resolve("nuke/held/h.1.a_1_0123456789.4.abc"));
    List<Finding> repaired = bed.check(true);

    assertThat(repaired)
        .extracting(f -> f.kind() + " " + all.relativize(f.where()) + " " + f.outcome())
        .containsExactlyInAnyOrder(
            Damage.DAMAGED_LIMIT + " cut/limit.json " + Outcome.CANNOT,
            Damage.LEFTOVER_FILE + " nuke/limit.json.a_1_0123456789.new " + Outcome.REPAIRED,
            Damage.FOREIGN_FILE + " nuke/notes " + Outcome.REPAIRED,
            Damage.FOREIGN_FILE + " stray " + Outcome.REPAIRED,
            Damage.FOREIGN_FILE + " nuke/held/h.1.a_1_0123456789.3.abc " + Outcome.REPAIRED,
            Damage.FOREIGN_FILE + " nuke/held/h.0.a_1_0123456789.3.abc " + Outcome.REPAIRED,
            Damage.STALE_LIMIT_TOKEN + " nuke/held/h.1.a_1_0123456789.4.abc " + Outcome.REPAIRED);
    assertThat(all.resolve("nuke/held")).isEmptyDirectory();
    assertThat(bed.check(true)).extracting(Finding::kind).containsExactly(Damage.DAMAGED_LIMIT);
  }

  @Test
  void tokensForAJobThatTheWorkerDoesNotHaveAreFreeAfterTheLease() throws IOException {
    Bed bed = new Bed(temp.resolve("queue"));
    QueueDirectory queue = bed.process();
    Limits limits = new Limits(queue);
    limits.define("nuke", 2, LimitScope.FARM);
    WorkerSession worker = WorkerSession.register(queue);
    limits.tryAcquire(worker.name(), JobId.ofRoot(3), Map.of("nuke", 1));
    List<Finding> findings = new ArrayList<>();
    new QueueCheck(
            bed.layout(),
            queue.environment(),
            CheckOptions.defaults().withRepair(true),
            findings::add,
            time -> bed.advance(time) && isAlive(worker))
        .run();
    assertThat(findings).extracting(Finding::kind).containsExactly(Damage.STALE_LIMIT_TOKEN);
    assertThat(limits.tryAcquire(worker.name(), JobId.ofRoot(3), Map.of("nuke", 2)))
        .isInstanceOf(LimitAcquisition.Held.class);
  }

  private static boolean isAlive(WorkerSession worker) {
    try {
      return worker.beat();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
