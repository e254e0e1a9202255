package org.jobqueue.procs.render;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Blender prints in the background. */
final class BlenderOutput implements LineParser {
  private static final Pattern FRAME = Pattern.compile("\\bFra:\\s*(\\d{1,9})\\b");
  private static final Pattern SAMPLE =
      Pattern.compile("\\b(?:Sample|Rendering) (\\d+) ?/ ?(\\d+)");
  private static final Pattern REMAINING = Pattern.compile("\\bRemaining:\\s*([\\d:.]+)");
  private static final Pattern SAVED = Pattern.compile("\\bSaved: '(.+)'");
  private static final Pattern SKIPPED = Pattern.compile("^skipping existing frame \"(.+)\"");
  private static final Pattern ERROR = Pattern.compile("^Error: (.+)");
  // It renders on without them, and ends with exit code 0.
  private static final Pattern MISSING =
      Pattern.compile("^(?:Info|Warning): (Cannot find lib '.+|LIB: .+ missing from .+)");
  // Blender counts its memory at the end; whatever it finds, the pictures are made.
  private static final String HARMLESS_ERROR = "Not freed memory blocks";

  private final PythonTraceback stdoutTraceback = new PythonTraceback();
  private final PythonTraceback stderrTraceback = new PythonTraceback();

  @Override
  public void stdoutLine(String line, RenderEvents events) {
    if (line.contains("Fra:")) {
      readProgress(line, events);
    }
    Matcher saved = SAVED.matcher(line);
    Matcher skipped = SKIPPED.matcher(line);
    if (saved.find()) {
      events.saved(saved.group(1));
    } else if (skipped.find()) {
      events.saved(skipped.group(1));
    } else {
      readError(line, events);
    }
  }

  @Override
  public void stderrLine(String line, RenderEvents events) {
    if (!stderrTraceback.takes(line)) {
      stderrTraceback.error(line).ifPresent(events::error);
    }
  }

  private static void readProgress(String line, RenderEvents events) {
    Matcher number = FRAME.matcher(line);
    if (number.find()) {
      events.frame(Integer.parseInt(number.group(1)));
    }
    Matcher sample = SAMPLE.matcher(line);
    if (sample.find()) {
      double total = Double.parseDouble(sample.group(2));
      events.part(
          total > 0 ? Double.parseDouble(sample.group(1)) / total : 0,
          "sample " + sample.group(1) + " of " + sample.group(2) + remaining(line));
    }
    if (line.endsWith("| Cancelled")) {
      events.error("the render was cancelled");
    }
  }

  private static String remaining(String line) {
    Matcher remaining = REMAINING.matcher(line);
    return remaining.find() ? ", " + remaining.group(1) + " left" : "";
  }

  private void readError(String line, RenderEvents events) {
    if (stdoutTraceback.takes(line)) {
      return;
    }
    stdoutTraceback.error(line).ifPresent(events::error);
    Matcher missing = MISSING.matcher(line);
    if (missing.find()) {
      events.error(missing.group(1));
    }
    Matcher error = ERROR.matcher(line);
    if (error.find() && !error.group(1).startsWith(HARMLESS_ERROR)) {
      events.error(error.group(1));
    }
  }
}
