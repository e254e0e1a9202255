package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jobqueue.api.FrameRange;

/**
 * Follows what a renderer prints while it runs, and judges it at the end. Not thread-safe.
 *
 * <p>Seen with real ones: exit code 0 although the disk was full, although a script failed, and
 * although there was no frame to render; a picture saved at another place than asked for; and
 * engines that never name the frame they are at.
 */
final class RenderOutput implements RenderEvents {
  private static final int LONGEST_DETAIL = 150;

  private final String renderer;
  private final Pictures pictures;
  private final LineParser parser;
  private final boolean acceptErrors;

  private final Problems errors = new Problems();
  private final Set<Integer> done = new HashSet<>();
  private final Set<String> saved = new TreeSet<>();
  private OptionalInt frame = OptionalInt.empty();
  private Optional<String> elsewhere = Optional.empty();
  private double partOfFrame;
  private String detail = "starting";
  private int percent;

  /**
   * The output of one run.
   *
   * @param renderer its name for people
   * @param acceptErrors whether errors count only if the exit code says so, too
   */
  RenderOutput(String renderer, Pictures pictures, LineParser parser, boolean acceptErrors) {
    this.renderer = renderer;
    this.pictures = pictures;
    this.parser = parser;
    this.acceptErrors = acceptErrors;
  }

  /** Takes a line of standard output. */
  void stdoutLine(String line) {
    parser.stdoutLine(line, this);
    updatePercent();
  }

  /** Takes a line of standard error. */
  void stderrLine(String line) {
    parser.stderrLine(line, this);
    updatePercent();
  }

  /** A command is about to start. */
  void begin(Run run) {
    run.frame().ifPresent(this::frame);
  }

  /** The command has ended well or not. */
  void end(Run run, boolean successful) {
    parser.end(this);
    if (successful && pictures.named().isEmpty()) {
      run.frame().ifPresent(this::frame);
      frameIsDone();
      partOfFrame = pictures.frames().isPresent() ? 0 : 1;
    }
    updatePercent();
  }

  @Override
  public void frame(int number) {
    if (frame.isPresent() && frame.getAsInt() == number) {
      return;
    }
    frameIsDone();
    frame = OptionalInt.of(number);
    partOfFrame = 0;
    detail = "preparing";
  }

  /** A renderer that names no pictures is known to be done with one only when the next begins. */
  private void frameIsDone() {
    if (pictures.named().isEmpty() && frame.isPresent() && pictures.has(frame.getAsInt())) {
      done.add(frame.getAsInt());
    }
  }

  @Override
  public void part(double part, String words) {
    partOfFrame = part >= 0 && part <= 1 ? part : 0;
    detail(words);
  }

  @Override
  public void detail(String words) {
    detail = words.length() <= LONGEST_DETAIL ? words : words.substring(0, LONGEST_DETAIL) + "…";
  }

  @Override
  public void saved(String file) {
    if (pictures.named().isEmpty()) {
      detail("saved");
      return;
    }
    OptionalInt number = pictures.named().get().frameOf(file);
    if (number.isPresent() && pictures.has(number.getAsInt())) {
      done.add(number.getAsInt());
      saved.add(file);
      frame = number;
      partOfFrame = 0;
      detail = "saved";
    } else if (elsewhere.isEmpty()) {
      elsewhere = Optional.of(file);
    }
  }

  @Override
  public void error(String message) {
    errors.add(message);
  }

  private void updatePercent() {
    // A frame with several layers counts its samples several times.
    double now = (done.size() + partOfFrame) * 100 / pictures.count();
    percent = Math.max(percent, (int) Math.min(100, now));
  }

  /** How much of the job is done, 0 to 100; never goes back. */
  int percent() {
    return percent;
  }

  /** What the renderer is doing, in one line. */
  String status() {
    if (pictures.frames().isEmpty()) {
      return detail;
    }
    String where = frame.isPresent() ? "frame " + frame.getAsInt() + ", " : "";
    String how = pictures.named().isPresent() ? "saved" : "done";
    return where + detail + "; " + done.size() + " of " + pictures.count() + " " + how;
  }

  /**
   * The verdict, after the last line: what went wrong, the exit code left aside.
   *
   * @param successful whether the exit codes say so
   * @return one or more lines for people each; empty if all that was asked for is there
   */
  List<String> problems(boolean successful) {
    List<String> problems = new ArrayList<>();
    if (!successful || !acceptErrors) {
      problems.addAll(errors.lines());
    }
    if (pictures.named().isPresent() && done.size() < pictures.count()) {
      problems.add(missingFrames(pictures.named().get(), pictures.frames().orElseThrow()));
      elsewhere.ifPresent(file -> problems.add(renderer + " saved to another place: " + file));
    }
    problems.addAll(pictureFaults());
    return problems;
  }

  private String missingFrames(OutputPattern pattern, FrameRange frames) {
    IntStream missing = frames.frames().filter(number -> !done.contains(number));
    long count = frames.size() - done.size();
    return "%d of %d frames not saved to %s: %s"
        .formatted(count, frames.size(), pattern, FrameList.text(missing, step(frames)));
  }

  private static int step(FrameRange frames) {
    return frames.size() == 1 ? 1 : Math.max(1, frames.frame(1) - frames.frame(0));
  }

  private List<String> pictureFaults() {
    Problems faults = new Problems();
    for (String picture : saved) {
      addFault(faults, Path.of(picture));
    }
    for (Path picture : pictures.files()) {
      addFault(faults, picture);
    }
    return faults.lines();
  }

  private void addFault(Problems faults, Path picture) {
    pictures.check().fault(picture).ifPresent(fault -> faults.add(picture + " " + fault));
  }
}
