package org.jobqueue.procs.render;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What POV-Ray prints. It breaks lines at 80 characters, and goes on with a blank unless it breaks
 * within a word. Frames are counted from 1 in each command.
 */
final class PovrayOutput implements LineParser {
  private static final Pattern FRAME = Pattern.compile("^Rendering frame (\\d{1,9}) of (\\d{1,9})");
  private static final Pattern PIXELS = Pattern.compile("^Rendered (\\d+) of (\\d+) pixels");
  private static final Pattern SECTION = Pattern.compile("^==== \\[(\\w+)\\.\\.\\.\\] ====");
  private static final Pattern ERROR =
      Pattern.compile(
          "^(?:File '.+' line \\d+: )?(?:Possible )?(?:Parse|Render|Fatal) Error: .+"
              + "|^Cannot .+|^Problem with option setting$|^  what\\(\\):  .+");
  private static final Pattern CONTINUED = Pattern.compile("^ \\S.*");
  private static final int LONGEST_ERROR = 1000;

  private final List<Integer> frames;
  private int before;
  private int inCommand;
  private StringBuilder error = new StringBuilder();

  /**
   * A parser.
   *
   * @param frames in the order in which they are rendered; empty for a still
   */
  PovrayOutput(List<Integer> frames) {
    this.frames = frames;
  }

  @Override
  public void stdoutLine(String line, RenderEvents events) {
    if (continuesError(line)) {
      error.append(line);
      return;
    }
    flush(events);
    if (ERROR.matcher(line).matches()) {
      error.append(line.replace("  what():  ", ""));
      return;
    }
    readProgress(line, events);
  }

  private boolean continuesError(String line) {
    return error.length() > 0
        && error.length() + line.length() < LONGEST_ERROR
        && CONTINUED.matcher(line).matches();
  }

  private void flush(RenderEvents events) {
    if (error.length() > 0) {
      events.error(error.toString());
      error = new StringBuilder();
    }
  }

  private void readProgress(String line, RenderEvents events) {
    Matcher frame = FRAME.matcher(line);
    if (frame.find()) {
      inCommand = Integer.parseInt(frame.group(2));
      int index = before + Integer.parseInt(frame.group(1)) - 1;
      if (index >= 0 && index < frames.size()) {
        events.frame(frames.get(index));
      }
    }
    Matcher pixels = PIXELS.matcher(line);
    if (pixels.find()) {
      double part = Double.parseDouble(pixels.group(1)) / Double.parseDouble(pixels.group(2));
      events.part(part, pixels.group(1) + " of " + pixels.group(2) + " pixels");
    }
    Matcher section = SECTION.matcher(line);
    if (section.find()) {
      events.detail(section.group(1).toLowerCase(java.util.Locale.ROOT));
    }
  }

  @Override
  public void end(RenderEvents events) {
    flush(events);
    before += inCommand;
    inCommand = 0;
  }
}
