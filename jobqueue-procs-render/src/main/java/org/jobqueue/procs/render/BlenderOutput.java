package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Blender prints in the background.
 *
 * <p>Seen with real ones: exit code 0 although the disk was full, although a script failed, and
 * although there was no frame to render; a picture saved at another place than asked for; and
 * engines that never name the frame they are at.
 */
final class BlenderOutput implements RenderOutput {
  private static final Pattern FRAME = Pattern.compile("\\bFra:\\s*(\\d{1,9})\\b");
  private static final Pattern SAMPLE =
      Pattern.compile("\\b(?:Sample|Rendering) (\\d+) ?/ ?(\\d+)");
  private static final Pattern REMAINING = Pattern.compile("\\bRemaining:\\s*([\\d:.]+)");
  private static final Pattern SAVED = Pattern.compile("\\bSaved: '(.+)'");
  private static final Pattern SKIPPED = Pattern.compile("^skipping existing frame \"(.+)\"");
  private static final Pattern ERROR = Pattern.compile("^Error: (.+)");
  // Blender counts its memory at the end; whatever it finds, the pictures are made.
  private static final String HARMLESS_ERROR = "Not freed memory blocks";
  private static final int MOST_PROBLEMS = 10;

  private final FrameSpan frames;
  private final OutputPattern pattern;
  private final PictureCheck check;
  private final boolean acceptErrors;

  private final PythonTraceback stdoutTraceback = new PythonTraceback();
  private final PythonTraceback stderrTraceback = new PythonTraceback();
  private final Problems errors = new Problems(MOST_PROBLEMS);
  private final BitSet done = new BitSet();
  private final Set<String> pictures = new TreeSet<>();
  private OptionalInt frame = OptionalInt.empty();
  private Optional<String> elsewhere = Optional.empty();
  private double partOfFrame;
  private String detail = "starting";
  private int percent;

  BlenderOutput(FrameSpan frames, OutputPattern pattern, PictureCheck check, boolean acceptErrors) {
    this.frames = frames;
    this.pattern = pattern;
    this.check = check;
    this.acceptErrors = acceptErrors;
  }

  @Override
  public void stdoutLine(String line) {
    if (line.contains("Fra:")) {
      readProgress(line);
    }
    Matcher saved = SAVED.matcher(line);
    Matcher skipped = SKIPPED.matcher(line);
    if (saved.find()) {
      pictureAt(saved.group(1));
    } else if (skipped.find()) {
      pictureAt(skipped.group(1));
    } else {
      readError(line);
    }
    updatePercent();
  }

  @Override
  public void stderrLine(String line) {
    if (!stderrTraceback.takes(line)) {
      stderrTraceback.error(line).ifPresent(errors::add);
    }
  }

  private void readProgress(String line) {
    Matcher number = FRAME.matcher(line);
    if (number.find()) {
      startFrame(Integer.parseInt(number.group(1)));
    }
    Matcher sample = SAMPLE.matcher(line);
    if (sample.find()) {
      double total = Double.parseDouble(sample.group(2));
      partOfFrame = total > 0 ? Double.parseDouble(sample.group(1)) / total : 0;
      detail = "sample " + sample.group(1) + " of " + sample.group(2) + remaining(line);
    }
    if (line.endsWith("| Cancelled")) {
      errors.add("the render was cancelled");
    }
  }

  private void startFrame(int number) {
    if (frame.isEmpty() || frame.getAsInt() != number) {
      frame = OptionalInt.of(number);
      partOfFrame = 0;
      detail = "preparing";
    }
  }

  private static String remaining(String line) {
    Matcher remaining = REMAINING.matcher(line);
    return remaining.find() ? ", " + remaining.group(1) + " left" : "";
  }

  private void pictureAt(String file) {
    OptionalInt number = pattern.frameOf(file);
    if (number.isPresent() && frames.contains(number.getAsInt())) {
      done.set(number.getAsInt());
      pictures.add(file);
      frame = number;
      partOfFrame = 0;
      detail = "saved";
    } else if (elsewhere.isEmpty()) {
      elsewhere = Optional.of(file);
    }
  }

  private void readError(String line) {
    if (stdoutTraceback.takes(line)) {
      return;
    }
    stdoutTraceback.error(line).ifPresent(errors::add);
    Matcher error = ERROR.matcher(line);
    if (error.find() && !error.group(1).startsWith(HARMLESS_ERROR)) {
      errors.add(error.group(1));
    }
  }

  private void updatePercent() {
    // A frame with several layers counts its samples several times.
    double now = (done.cardinality() + partOfFrame) * 100 / frames.count();
    percent = Math.max(percent, (int) Math.min(100, now));
  }

  @Override
  public int percent() {
    return percent;
  }

  @Override
  public String status() {
    String where = frame.isPresent() ? "frame " + frame.getAsInt() + ", " : "";
    return where + detail + "; " + done.cardinality() + " of " + frames.count() + " saved";
  }

  @Override
  public List<String> problems(int exitCode) {
    List<String> problems = new ArrayList<>();
    if (exitCode != 0 || !acceptErrors) {
      problems.addAll(errors.lines());
    }
    if (done.cardinality() < frames.count()) {
      problems.add(missingFrames());
      elsewhere.ifPresent(file -> problems.add("Blender saved to another place: " + file));
    }
    problems.addAll(pictureFaults());
    return problems;
  }

  private String missingFrames() {
    String missing =
        FrameList.text(frames.frames().filter(number -> !done.get(number)), frames.step());
    int count = frames.count() - done.cardinality();
    return "%d of %d frames not saved to %s: %s".formatted(count, frames.count(), pattern, missing);
  }

  private List<String> pictureFaults() {
    Problems faults = new Problems(MOST_PROBLEMS);
    for (String picture : pictures) {
      check.fault(Path.of(picture)).ifPresent(fault -> faults.add(picture + " " + fault));
    }
    return faults.lines();
  }

  /** The first few problems, each once, and how many more there were. */
  private static final class Problems {
    private final int limit;
    private final Set<String> first = new LinkedHashSet<>();
    private int more;

    Problems(int limit) {
      this.limit = limit;
    }

    void add(String problem) {
      if (first.contains(problem)) {
        return;
      }
      if (first.size() < limit) {
        first.add(problem);
      } else {
        more++;
      }
    }

    List<String> lines() {
      List<String> lines = new ArrayList<>(first);
      if (more > 0) {
        lines.add("and " + more + " more");
      }
      return lines;
    }
  }
}
