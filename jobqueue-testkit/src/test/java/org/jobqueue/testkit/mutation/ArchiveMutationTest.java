package org.jobqueue.testkit.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.jobqueue.testkit.simulate.ArchiveHunt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of archives is needed: without it a cut, or a crash of the server, loses something. */
@Tag("long")
class ArchiveMutationTest {
  private static final long CRASHES = 4;

  @TempDir Path directory;

  static Stream<Mutation> rules() {
    return Stream.of(
        new Mutation(
            "that an archived job goes is announced until it has gone",
            "Removal.java",
            "    if (!registers.tryMove(root, last,",
            "    intent.withdraw();\n    if (!registers.tryMove(root, last,"),
        new Mutation(
            "others complete it",
            "IntentRecovery.java",
            "          case ARCHIVE -> isArchived(root, register);\n",
            "          case ARCHIVE -> true;\n"),
        new Mutation(
            "a restoration is announced until it is through",
            "Restoration.java",
            "      writer.write(root, intent::touch);\n",
            "      intent.withdraw();\n      writer.write(root, intent::touch);\n"),
        new Mutation(
            "all of a restored hierarchy is written before it is committed",
            "Restoration.java",
            "      writer.write(root, intent::touch);\n",
            "      registers.tryMove(root, building, last);\n      writer.write(root, intent::touch);\n"),
        new Mutation(
            "the directories above a restored hierarchy are forced before it is committed",
            "Restoration.java",
            "              QueueLayout.directoryOf(queue.layout().job(root)),\n              queue.layout().jobs()));\n",
            "              queue.layout().job(root)));\n"),
        new Mutation(
            "a restoration is forced before the call returns",
            "Restoration.java",
            "      queue.syncTransition(queue.layout().job(root));\n    } catch",
            "    } catch"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void withoutTheRuleSomethingIsLost(Mutation mutation) throws Exception {
    assertThat(MutantLoader.hunt(mutation, directory, ArchiveHunt.class, CRASHES))
        .as(mutation.rule())
        .isNotEmpty();
  }

  @Test
  void theCodeItselfLosesNothing() throws Exception {
    Mutation none =
        new Mutation(
            "nothing",
            "Restoration.java",
            "final class Restoration {",
            "final class Restoration {");
    assertThat(MutantLoader.hunt(none, directory, ArchiveHunt.class, 1)).isEmpty();
  }
}
