import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows a guide literally: {@code java FollowGuide.java GUIDE SCRATCH [SAME]}. In the directory
 * SCRATCH it makes each file whose name stands in bold right before its block, and runs each {@code
 * sh} block. A {@code text} block after that is what it prints, standard error included, with …
 * for what differs from time to time. With SAME, each file has to be the same as the one of that
 * name there.
 */
final class FollowGuide {
  private static final Pattern FILE = Pattern.compile("\\*\\*`([^`]+)`\\*\\*.*");
  private static final Pattern FENCE = Pattern.compile("```(\\w*)");

  private final Path scratch;
  private final Path same;
  private Path directory;
  private String printed = "";
  private int files;
  private int commands;
  private int compared;

  private FollowGuide(Path scratch, Path same) {
    this.scratch = scratch;
    this.same = same;
    this.directory = scratch;
  }

  public static void main(String[] arguments) throws Exception {
    FollowGuide guide =
        new FollowGuide(
            Path.of(arguments[1]).toRealPath(), arguments.length > 2 ? Path.of(arguments[2]) : null);
    guide.follow(Files.readAllLines(Path.of(arguments[0])));
    System.out.printf(
        "the guide works: %d files, %d blocks of commands, %d outputs compared%n",
        guide.files, guide.commands, guide.compared);
    if (guide.files == 0 || guide.commands == 0 || guide.compared == 0) {
      throw new IllegalStateException("there was nothing to follow");
    }
  }

  private void follow(List<String> lines) throws IOException, InterruptedException {
    String file = null;
    for (int n = 0; n < lines.size(); n++) {
      Matcher named = FILE.matcher(lines.get(n));
      Matcher fence = FENCE.matcher(lines.get(n));
      if (named.matches()) {
        file = named.group(1);
      } else if (fence.matches()) {
        int first = n + 1;
        List<String> block = new ArrayList<>();
        while (!lines.get(++n).equals("```")) {
          block.add(lines.get(n));
        }
        block(fence.group(1), file, String.join("\n", block) + "\n", first);
        file = null;
      } else if (!lines.get(n).isBlank()) {
        file = null;
      }
    }
  }

  private void block(String kind, String file, String text, int line)
      throws IOException, InterruptedException {
    if (file != null) {
      make(file, text);
    } else if (kind.equals("sh")) {
      printed = run(text, line);
      commands++;
    } else if (kind.equals("text")) {
      compare(text, line);
    }
  }

  private void make(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    files++;
    if (same != null && !Files.readString(same.resolve(file)).equals(text)) {
      throw new IllegalStateException(
          file + " of the guide differs from " + same.resolve(file) + "; make them the same");
    }
  }

  /** Runs a block where the one before has ended, with the variables that it has exported. */
  private String run(String text, int line) throws IOException, InterruptedException {
    Path variables = scratch.resolve(".variables");
    Path place = scratch.resolve(".place");
    Path output = scratch.resolve(".output");
    String before = Files.exists(variables) ? ". '" + variables + "'\n" : "";
    String after = "export -p > '" + variables + "'\npwd > '" + place + "'\n";
    Process process =
        new ProcessBuilder("sh", "-eu", "-c", before + text + after)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile())
            .start();
    int code = process.waitFor();
    String all = Files.readString(output);
    System.out.println("$ " + text.strip().replace("\n", "\n$ "));
    System.out.print(all);
    if (code != 0) {
      throw new IllegalStateException(
          "line " + line + " of the guide: the commands end with exit code " + code);
    }
    directory = Path.of(Files.readString(place).strip());
    return all;
  }

  private void compare(String shown, int line) {
    String pattern =
        "\\Q" + shown.strip().replace("…", "\\E[^\\n]*?\\Q") + "\\E";
    if (!Pattern.matches(pattern, printed.strip())) {
      throw new IllegalStateException(
          "line " + line + " of the guide shows\n" + shown + "but printed was\n" + printed);
    }
    compared++;
  }
}
