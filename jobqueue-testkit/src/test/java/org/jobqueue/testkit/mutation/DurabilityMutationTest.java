package org.jobqueue.testkit.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.jobqueue.testkit.simulate.CrashHunt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is forced to disk has to be: without it a crash of the file server loses something. */
@Tag("long")
class DurabilityMutationTest {
  private static final long CRASHES = 12;
  private static final String NOTHING = "\n";

  @TempDir Path directory;

  static Stream<Mutation> rules() {
    return Stream.of(
        new Mutation(
            "all of a hierarchy is forced before it is committed",
            "HierarchyWriter.java",
            "    queue.files().sync(new HierarchyPaths(queue, root, definitions).collect(postCreate));\n",
            NOTHING),
        new Mutation(
            "a submission is forced before the call returns",
            "Submission.java",
            "    }\n    queue.syncTransition(queue.layout().job(root));\n",
            "    }\n"),
        new Mutation(
            "the definition of a job that is alone is forced before it is committed",
            "SingleJobSubmission.java",
            "            intent.path(),\n",
            NOTHING),
        new Mutation(
            "the submission of a job that is alone is forced before the call returns",
            "SingleJobSubmission.java",
            "    queue.syncTransition(job);\n",
            NOTHING),
        new Mutation(
            "what an attempt made is forced before the job is done",
            "Completion.java",
            "    queue.syncPayload(made(claim, directory, names));\n",
            NOTHING),
        new Mutation(
            "that a job is done is forced before a latch of its parents opens",
            "Latches.java",
            "    queue.syncTransition(queue.layout().job(done.node().id()));\n",
            NOTHING),
        new Mutation(
            "that a hierarchy is deleted is forced before anything of it goes",
            "Removal.java",
            "    queue.syncPayloadIfThere(List.of(queue.layout().job(root), queue.layout().intents()));\n",
            NOTHING),
        new Mutation(
            "cancelled, retried, held and released jobs are forced before the call returns",
            "StateChange.java",
            "    queue.syncTransitionsIfThere(pass.toSync.stream().map(queue.layout()::job).toList());\n",
            NOTHING),
        new Mutation(
            "a change of priority is forced before the call returns",
            "Priorities.java",
            "    queue.syncTransitionsIfThere(List.of(queue.layout().job(root)));\n",
            NOTHING),
        new Mutation(
            "an error from outside is forced before the call returns",
            "OutsideError.java",
            "            queue.syncTransition(queue.layout().job(id));\n",
            NOTHING));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void withoutItACrashOfTheServerLosesSomething(Mutation mutation) throws Exception {
    assertThat(MutantLoader.hunt(mutation, directory, CrashHunt.class, CRASHES))
        .as(mutation.rule())
        .isNotEmpty();
  }

  @Test
  void theCodeItselfLosesNothing() throws Exception {
    Mutation none =
        new Mutation("nothing", "Latches.java", "final class Latches {", "final class Latches {");
    assertThat(MutantLoader.hunt(none, directory, CrashHunt.class, 1)).isEmpty();
  }
}
