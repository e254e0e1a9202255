package org.jobqueue.api.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a path on each platform, row by row. */
class PathMapTableTest {
  private static final PathMap MAP =
      new PathMap(
          List.of(
              rule("/mnt/projects", "/Volumes/projects", "P:\\", "\\\\filer\\projects"),
              rule("/mnt/projects/lib", "/Volumes/lib", "L:\\lib"),
              rule("/mnt/render", "/Volumes/Render Out", "\\\\filer02\\render"),
              rule("/srv/cache/", "", "d:/cache/"),
              rule("/home", "/Users", ""),
              rule("/Tools", "/Applications", "C:\\Program Files")));

  /** The directory on Linux, on macOS, and on Windows, where it may have several names. */
  private static PathRule rule(String linux, String mac, String... windows) {
    return new PathRule(
        Map.of(
            Platform.LINUX, names(linux),
            Platform.MAC, names(mac),
            Platform.WINDOWS, names(windows)));
  }

  private static List<String> names(String... names) {
    return java.util.Arrays.stream(names).filter(name -> !name.isEmpty()).toList();
  }

  @ParameterizedTest(name = "{0} on {1} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # drive letters
          P:\\a\\b.exr                         | LINUX   | /mnt/projects/a/b.exr
          P:\\a\\b.exr                         | MAC     | /Volumes/projects/a/b.exr
          P:\\a\\b.exr                         | WINDOWS | P:\\a\\b.exr
          p:\\a\\b.exr                         | LINUX   | /mnt/projects/a/b.exr
          P:/a/b.exr                          | LINUX   | /mnt/projects/a/b.exr
          P:/a\\b/c.exr                        | LINUX   | /mnt/projects/a/b/c.exr
          P:\\\\a\\\\\\b.exr                      | LINUX   | /mnt/projects/a/b.exr
          P:\\                                 | LINUX   | /mnt/projects
          P:/                                 | MAC     | /Volumes/projects
          P:                                  | LINUX   | /mnt/projects
          P:\\a\\                               | LINUX   | /mnt/projects/a/
          P:a\\b.exr                           | LINUX   | P:a\\b.exr
          Q:\\a\\b.exr                          | LINUX   | Q:\\a\\b.exr
          PP:\\a                               | LINUX   | PP:\\a
          D:\\cache\\x                          | LINUX   | /srv/cache/x
          d:\\CACHE\\X                          | LINUX   | /srv/cache/X
          D:\\cached\\x                         | LINUX   | D:\\cached\\x
          D:\\                                 | LINUX   | D:\\
          C:\\Program Files\\blender\\b.exe      | LINUX   | /Tools/blender/b.exe
          c:/program files/Blender/b.exe      | MAC     | /Applications/Blender/b.exe
          # the prefix for long paths
          \\\\?\\P:\\a\\b                         | LINUX   | /mnt/projects/a/b
          \\\\?\\UNC\\filer02\\render\\a           | LINUX   | /mnt/render/a
          //?/P:/a                            | LINUX   | /mnt/projects/a
          # servers
          \\\\filer\\projects\\a\\b.exr           | LINUX   | /mnt/projects/a/b.exr
          \\\\FILER\\Projects\\A\\b.exr           | LINUX   | /mnt/projects/A/b.exr
          //filer/projects/a/b.exr            | LINUX   | /mnt/projects/a/b.exr
          \\\\filer/projects\\a                  | MAC     | /Volumes/projects/a
          \\\\filer\\projects                    | LINUX   | /mnt/projects
          \\\\filer\\projectsX\\a                 | LINUX   | \\\\filer\\projectsX\\a
          \\\\filer2\\projects\\a                 | LINUX   | \\\\filer2\\projects\\a
          \\\\filer02\\render\\f_####.png         | MAC     | /Volumes/Render Out/f_####.png
          \\\\filer\\projects\\a                  | WINDOWS | \\\\filer\\projects\\a
          # to Windows the first name counts
          /mnt/projects/a/b.exr               | WINDOWS | P:\\a\\b.exr
          /mnt/projects                       | WINDOWS | P:\\
          /mnt/projects/                      | WINDOWS | P:\\
          /mnt/render/a/{frame:4}.png         | WINDOWS | \\\\filer02\\render\\a\\{frame:4}.png
          /mnt/render                         | WINDOWS | \\\\filer02\\render
          /srv/cache/x                        | WINDOWS | d:\\cache\\x
          /srv/cache                          | WINDOWS | d:\\cache
          /Volumes/projects/a                 | WINDOWS | P:\\a
          /Applications/x                     | WINDOWS | C:\\Program Files\\x
          # upper and lower case
          /MNT/projects/a                     | WINDOWS | /MNT/projects/a
          /mnt/Projects/a                     | MAC     | /mnt/Projects/a
          /volumes/PROJECTS/Aa                | LINUX   | /mnt/projects/Aa
          /Volumes/render out/a               | LINUX   | /mnt/render/a
          /tools/x                            | MAC     | /tools/x
          /applications/x                     | LINUX   | /Tools/x
          # whole names only, the longest of them
          /mnt/projectsX/a                    | WINDOWS | /mnt/projectsX/a
          /mnt                                | WINDOWS | /mnt
          /mnt/projects/lib/a                 | WINDOWS | L:\\lib\\a
          /mnt/projects/lib                   | MAC     | /Volumes/lib
          /mnt/projects/library/a             | WINDOWS | P:\\library\\a
          L:\\lib\\a                            | LINUX   | /mnt/projects/lib/a
          L:\\other\\a                          | LINUX   | L:\\other\\a
          # separators, more than one, and at the end
          /mnt//projects///a                  | WINDOWS | P:\\a
          ///mnt/projects/a                   | WINDOWS | P:\\a
          //mnt/projects/a                    | WINDOWS | //mnt/projects/a
          //out/f_####                        | WINDOWS | //out/f_####
          /Volumes/projects/a/                | LINUX   | /mnt/projects/a/
          # dots
          /mnt/projects/a/../b                | WINDOWS | P:\\a\\..\\b
          /mnt/projects/../secret             | WINDOWS | /mnt/projects/../secret
          P:\\a\\..\\..\\x                        | LINUX   | P:\\a\\..\\..\\x
          /mnt/projects/./a                   | WINDOWS | P:\\.\\a
          # no name there, no full path, nothing
          /home/anna/a                        | WINDOWS | /home/anna/a
          /Users/anna/a                       | LINUX   | /home/anna/a
          D:\\cache\\x                          | MAC     | D:\\cache\\x
          mnt/projects/a                      | WINDOWS | mnt/projects/a
          f_####.png                          | WINDOWS | f_####.png
          ''                                  | LINUX   | ''
          # letters with accents, composed or not, are the same to macOS
          /Volumes/projects/é                 | LINUX   | /mnt/projects/é
          """)
  void translated(String path, Platform to, String expected) {
    assertThat(MAP.translate(path, to)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} on {1} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          P:\\tools                          | LINUX   | /mnt/projects/tools
          P:\\tools;\\\\filer02\\render\\x      | LINUX   | /mnt/projects/tools:/mnt/render/x
          P:\\tools;C:\\x                     | LINUX   | /mnt/projects/tools:C:\\x
          P:\\tools;                         | LINUX   | /mnt/projects/tools:
          P:\\tools;relative                 | LINUX   | P:\\tools;relative
          /mnt/projects/a:/mnt/render/b     | WINDOWS | P:\\a;\\\\filer02\\render\\b
          /mnt/projects/a:/opt/b            | WINDOWS | P:\\a;/opt/b
          /mnt/projects/a:/opt/b            | LINUX   | /mnt/projects/a:/opt/b
          /opt/a:/opt/b                     | WINDOWS | /opt/a:/opt/b
          http://filer/projects             | LINUX   | http://filer/projects
          a:b;c                             | LINUX   | a:b;c
          key=/mnt/projects/a               | WINDOWS | key=/mnt/projects/a
          12:30                             | WINDOWS | 12:30
          """)
  void variables(String value, Platform to, String expected) {
    assertThat(MAP.translateVariable(value, to)).isEqualTo(expected);
  }
}
