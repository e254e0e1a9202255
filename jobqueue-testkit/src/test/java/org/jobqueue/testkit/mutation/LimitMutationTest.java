package org.jobqueue.testkit.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule of the limits is needed: without it a random world goes wrong.
 *
 * <p>Not in the list: that nobody believes to hold tokens whose file he does not see. Only the file
 * of a worker that was taken for dead is removed by others, and what that one believes counts for
 * nothing.
 */
class LimitMutationTest {
  private static final long WORLDS = 1_000;

  @TempDir Path directory;

  static Stream<Mutation> rules() {
    return Stream.of(
        new Mutation(
            "who has made his file lists the directory once more",
            "LimitTokens.java",
            "        Set<LimitToken> all = tokens(directory);\n        if (all.contains(mine)",
            "        Set<LimitToken> all = new HashSet<>(before);\n        all.add(mine);\n        if (all.contains(mine)"),
        new Mutation(
            "tokens of a worker that is gone are taken back",
            "LimitTokens.java",
            "    suspects.removeIf(worker -> !isGone(worker));",
            "    suspects.clear();"),
        new Mutation(
            "only of a worker that is gone",
            "LimitTokens.java",
            "    suspects.removeIf(worker -> !isGone(worker));",
            ""),
        new Mutation(
            "a file that could not be removed is removed later",
            "LimitTokens.java",
            "        lost.add(file);\n        LOG.debug(",
            "        LOG.debug("),
        new Mutation(
            "who was told that the file failed removes it: it may have been made",
            "LimitTokens.java",
            "      giveBack(file); // it may have been made although that failed\n",
            ""));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void withoutTheRuleARandomWorldGoesWrong(Mutation mutation) throws Exception {
    assertThat(hunt(mutation, WORLDS)).as(mutation.rule()).isNotEmpty();
  }

  @Test
  void theCodeItselfHasNone() throws Exception {
    Mutation none =
        new Mutation(
            "nothing",
            "LimitTokens.java",
            "final class LimitTokens {",
            "final class LimitTokens {");
    assertThat(hunt(none, 200)).isEmpty();
  }

  private String hunt(Mutation mutation, long worlds) throws Exception {
    return MutantLoader.hunt(mutation, directory, LimitHunt.class, worlds);
  }
}
