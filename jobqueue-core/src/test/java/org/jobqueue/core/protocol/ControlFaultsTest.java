package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jobqueue.core.protocol.FaultyFiles.Crash;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.jobqueue.core.protocol.World.Client;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operations on jobs that are disturbed at each of their changes in turn. */
class ControlFaultsTest {
  @TempDir Path directory;

  private List<Object> outcome(Operations operation, boolean done) throws IOException {
    World world = new World(directory.resolve("undisturbed-" + done));
    operation.prepare(world);
    if (done) {
      operation.run(world.client());
    }
    return Operations.outcome(world);
  }

  @ParameterizedTest
  @EnumSource
  void whoDiesLeavesAllOfItOrNothing(Operations operation) throws IOException {
    List<Object> nothing = outcome(operation, false);
    List<Object> all = outcome(operation, true);
    assertThat(all).isNotEqualTo(nothing);
    boolean struck = true;
    for (int step = 0; struck; step++) {
      World world = new World(directory.resolve("queue" + step));
      operation.prepare(world);
      Client victim = world.client();
      victim.files().arm(Fault.CRASH, step);
      try {
        operation.run(victim);
      } catch (Crash e) {
        // as planned
      }
      victim.die();
      world.client().recover();
      assertThat(Operations.outcome(world))
          .as("crash at change %d", step)
          .isEqualTo(step == 0 ? nothing : all); // change 0 declares the intent
      assertThat(world.leftovers()).as("crash at change %d", step).isEmpty();
      assertThat(world.committed()).doesNotHaveDuplicates();
      struck = victim.files().hasStruck();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHelperThatDiesIsReplacedByAnother(Operations operation) throws IOException {
    List<Object> all = outcome(operation, true);
    boolean struck = true;
    for (int step = 0; struck; step++) {
      World world = new World(directory.resolve("queue" + step));
      operation.prepare(world);
      Client victim = world.client();
      victim.files().arm(Fault.CRASH, 1);
      try {
        operation.run(victim);
      } catch (Crash e) {
        // as planned
      }
      victim.die();
      Client helper = world.client();
      helper.files().arm(Fault.CRASH, step);
      try {
        helper.recover();
      } catch (Crash e) {
        // as planned
      }
      helper.die();
      world.client().recover();
      assertThat(Operations.outcome(world)).as("crash at change %d", step).isEqualTo(all);
      assertThat(world.leftovers()).as("crash at change %d", step).isEmpty();
      struck = helper.files().hasStruck();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLostReplyChangesNothing(Operations operation) throws IOException {
    List<Object> all = outcome(operation, true);
    boolean struck = true;
    for (int step = 0; struck; step++) {
      World world = new World(directory.resolve("queue" + step));
      operation.prepare(world);
      Client client = world.client();
      client.files().arm(Fault.LOST_REPLY, step);
      operation.run(client);
      assertThat(Operations.outcome(world)).as("lost reply to change %d", step).isEqualTo(all);
      assertThat(world.leftovers()).as("lost reply to change %d", step).isEmpty();
      struck = client.files().hasStruck();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatFailedIsCompletedByOthers(Operations operation) throws IOException {
    List<Object> nothing = outcome(operation, false);
    List<Object> all = outcome(operation, true);
    boolean struck = true;
    for (int step = 0; struck; step++) {
      World world = new World(directory.resolve("queue" + step));
      operation.prepare(world);
      Client client = world.client();
      client.files().arm(Fault.IO_ERROR, step);
      boolean failed = false;
      try {
        operation.run(client);
      } catch (IOException e) {
        failed = true; // and the process lives on
      }
      world.client().recover();
      assertThat(Operations.outcome(world))
          .as("failure of change %d", step)
          .isEqualTo(failed && step == 0 ? nothing : all);
      assertThat(world.leftovers()).as("failure of change %d", step).isEmpty();
      struck = client.files().hasStruck();
    }
  }
}
