package org.jobqueue.api.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathMapTest {
  private static PathRule rule(String linux, String windows) {
    return new PathRule(Map.of(Platform.LINUX, List.of(linux), Platform.WINDOWS, List.of(windows)));
  }

  @Test
  void theRuleThatHasAPathIsTold() {
    PathRule projects = rule("/mnt/projects", "P:\\");
    PathMap map = new PathMap(List.of(rule("/mnt", "M:\\"), projects));

    assertThat(map.match("p:/a", Platform.LINUX))
        .contains(new PathMap.Match(projects, Platform.WINDOWS, "P:\\"));
    assertThat(map.match("/mnt/projects/a", Platform.LINUX))
        .contains(new PathMap.Match(projects, Platform.LINUX, "/mnt/projects"));
    assertThat(map.match("/opt/a", Platform.LINUX)).isEmpty();
  }

  @Test
  void ofEquallyLongNamesTheOneOfThePlatformAskedForGoesFirst() {
    PathMap map =
        new PathMap(
            List.of(
                new PathRule(
                    Map.of(Platform.MAC, List.of("/data/a"), Platform.LINUX, List.of("/mnt/mac"))),
                rule("/data/a", "A:\\")));

    assertThat(map.translate("/data/a/x", Platform.LINUX)).isEqualTo("/data/a/x");
    assertThat(map.translate("A:\\x", Platform.LINUX)).isEqualTo("/data/a/x");
  }

  @Test
  void theSameDirectoryMayHaveSeveralNamesOnOnePlatform() {
    PathRule rule = new PathRule(Map.of(Platform.LINUX, List.of("/mnt/a", "/net/a")));

    assertThat(new PathMap(List.of(rule)).translate("/net/a/x", Platform.LINUX))
        .isEqualTo("/net/a/x"); // it is one of this platform, and stays
  }

  @Test
  void theRootOfAFileSystemMayBeMapped() {
    PathMap map = new PathMap(List.of(rule("/", "Z:\\")));

    assertThat(map.translate("Z:\\a", Platform.LINUX)).isEqualTo("/a");
    assertThat(map.translate("Z:\\", Platform.LINUX)).isEqualTo("/");
    assertThat(map.translate("/a/b", Platform.WINDOWS)).isEqualTo("Z:\\a\\b");
    assertThat(map.translate("/", Platform.WINDOWS)).isEqualTo("Z:\\");
  }

  @Test
  void composedAndDecomposedLettersAreTheSameToMacOnly() {
    PathMap map =
        new PathMap(
            List.of(
                new PathRule(
                    Map.of(
                        Platform.MAC, List.of("/Volumes/caf\u00e9"),
                        Platform.LINUX, List.of("/mnt/caf\u00e9")))));

    assertThat(map.translate("/Volumes/cafe\u0301/x", Platform.LINUX))
        .isEqualTo("/mnt/caf\u00e9/x");
    assertThat(map.translate("/mnt/cafe\u0301/x", Platform.MAC)).isEqualTo("/mnt/cafe\u0301/x");
  }

  @Test
  void rulesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> rule("relative", "P:\\"))
        .hasMessage("'relative' is not a full path of linux");
    assertThatThrownBy(() -> rule("/mnt", "P:relative"))
        .hasMessage("'P:relative' is not a full path of windows");
    assertThatThrownBy(() -> rule("/mnt", "/mnt"))
        .hasMessage("'/mnt' is not a full path of windows");
    assertThatThrownBy(() -> new PathRule(Map.of()))
        .hasMessage("a directory needs two names or more, and there are none");
    assertThatThrownBy(() -> new PathRule(Map.of(Platform.LINUX, List.of("/a"))))
        .hasMessage("a directory needs two names or more, and there is only one: [[/a]]");
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, LINUX",
    "FreeBSD, LINUX",
    "Mac OS X, MAC",
    "Darwin, MAC",
    "Windows 11, WINDOWS",
    "Windows Server 2022, WINDOWS"
  })
  void platforms(String system, Platform expected) {
    assertThat(Platform.ofSystem(system)).isEqualTo(expected);
  }
}
