package org.jobqueue.testkit.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the chunks of blocks is needed: without it a random world goes wrong. */
@Tag("long")
class BlockMutationTest {
  private static final long WORLDS = 1_000;

  @TempDir Path directory;

  static Stream<Mutation> rules() {
    return Stream.of(
        new Mutation(
            "a reaper moves the versions of waiting chunks on",
            "ChunkRecovery.java",
            "if (present.version() <= ticket.version()) {",
            "if (present.version() < 0) {"),
        new Mutation(
            "who takes the ticket of a chunk that waits in a newer version issues one for that",
            "Chunks.java",
            "        tickets.issue(ticket.withChunks(ChunkRange.of(index)).withVersion(present.version()));\n",
            "\n"),
        new Mutation(
            "what is left of a ticket is issued before it is divided",
            "Chunks.java",
            "      tickets.issue(inFlight.ticket().withChunks(rest.get()));\n",
            "\n"),
        new Mutation(
            "a piece that ends gives back what it has not come to",
            "Chunks.java",
            "      tickets.issue(ticket.withChunks(piece.rest()));\n",
            "\n"),
        new Mutation(
            "the ticket of a piece goes after the tokens of its chunks",
            "Chunks.java",
            "    boolean open = !piece.done().isEmpty()",
            "    tickets.drop(piece.session().name(), piece.ticket());\n    boolean open = !piece.done().isEmpty()"),
        new Mutation(
            "what remains of a token before the chunks that are done gets one of its own",
            "ChunkLatch.java",
            "        queue.files().createFile(latch.resolve(left.get().toString()), EMPTY);\n",
            "\n"),
        new Mutation(
            "a reaper releases the chunks that are done",
            "ChunkRecovery.java",
            "        boolean unused = latches.release(block, done);\n",
            "\n"),
        new Mutation(
            "a reaper takes running chunks from the dead worker",
            "ChunkRecovery.java",
            "          if (!present.by().equals(worker)) {\n",
            "          if (!present.by().isEmpty()) {\n"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void withoutTheRuleARandomWorldGoesWrong(Mutation mutation) throws Exception {
    assertThat(hunt(mutation, WORLDS)).as(mutation.rule()).isNotEmpty();
  }

  @Test
  void theCodeItselfHasNone() throws Exception {
    Mutation none =
        new Mutation("nothing", "Chunks.java", "final class Chunks {", "final class Chunks {");
    assertThat(hunt(none, 100)).isEmpty();
  }

  private String hunt(Mutation mutation, long worlds) throws Exception {
    return MutantLoader.hunt(mutation, directory, BlockHunt.class, worlds);
  }
}
