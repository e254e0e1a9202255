package org.jobqueue.core.inspect;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.api.Damage;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;
import org.jobqueue.core.protocol.TicketRecovery;

/**
 * Attempts of which the register of their job knows nothing. A claim is not forced to disk, so a
 * crash of the file server may take it back and leave the directory of the attempt. Their numbers
 * must not be used again.
 */
final class ClaimCheck {
  private static final Pattern ATTEMPT = Pattern.compile("attempt-(\\d{1,9})-(.*)");

  private final QueueDirectory queue;
  private final Registers registers;
  private final TicketRecovery recovery;

  ClaimCheck(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.recovery = new TicketRecovery(queue);
  }

  void look(JobView job, JobDefinition definition, Consumer<Suspicion> out) {
    int newest = job.names().stream().mapToInt(ClaimCheck::attempt).max().orElse(0);
    RegisterName present = job.register().orElseThrow();
    if (newest > present.attempt() && job.isIn(JobState.WAITING, JobState.HELD)) {
      out.accept(
          new Suspicion(
              Damage.LOST_CLAIM,
              job.directory(queue).resolve(present.toString()),
              Optional.of(job.id()),
              present.toString(),
              "job " + job.id() + " has an attempt " + newest + " that its state does not know",
              () -> isCounted(definition, present, newest)));
    }
  }

  private static int attempt(String name) {
    Matcher matcher = ATTEMPT.matcher(name);
    return matcher.matches() && Environment.isToken(matcher.group(2))
        ? Integer.parseInt(matcher.group(1))
        : 0;
  }

  private boolean isCounted(JobDefinition job, RegisterName present, int attempts)
      throws IOException {
    RegisterName next = present.counting(attempts, queue.environment().newToken(), queue.now());
    if (!registers.tryMove(job.node().id(), present, next)) {
      return false;
    }
    if (next.state() == JobState.WAITING) {
      recovery.issueIfOpen(job.ticket(next.version()));
    }
    return true;
  }
}
