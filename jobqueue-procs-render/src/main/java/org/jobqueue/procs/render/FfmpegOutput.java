package org.jobqueue.procs.render;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What ffmpeg prints with {@code -progress pipe:1}: blocks of names and values, and messages. */
final class FfmpegOutput implements LineParser {
  private static final Pattern FRAME = Pattern.compile("^frame=\\s*(\\d{1,9})$");
  private static final Pattern END = Pattern.compile("^progress=end$");
  // The level is there if it was asked for.
  private static final Pattern LEVEL = Pattern.compile("\\[(?:error|fatal|panic)\\] (.+)");
  private static final Pattern CONTEXT = Pattern.compile("^\\[[^]]+ @ 0x[0-9a-f]+\\] ");
  private static final Pattern ERROR =
      Pattern.compile(
          "^(?:Error |Could not |Could find no |Conversion failed|Unknown |Unrecognized |Invalid )"
              + "|: (?:No such file or directory|Permission denied|Invalid argument"
              + "|Invalid data found when processing input|No space left on device)$"
              + "|already exists\\. Exiting\\.$|not divisible by ");

  // It reads ahead, also past the last frame that goes into the movie, and may find a gap there. Of
  // frames that are needed the count tells.
  private static final Pattern READ_AHEAD =
      Pattern.compile("Could not open file : |: Input/output error$");

  private final int frames;
  private int frame;
  private boolean ended;

  /** A parser for a movie of so many frames. */
  FfmpegOutput(int frames) {
    this.frames = frames;
  }

  @Override
  public void stdoutLine(String line, RenderEvents events) {
    Matcher number = FRAME.matcher(line);
    if (number.find()) {
      frame = Integer.parseInt(number.group(1));
      events.part((double) frame / frames, "%d of %d frames".formatted(frame, frames));
    } else if (END.matcher(line).find()) {
      ended = true;
    }
  }

  @Override
  public void stderrLine(String line, RenderEvents events) {
    if (READ_AHEAD.matcher(line).find()) {
      return;
    }
    Matcher level = LEVEL.matcher(line);
    String text = CONTEXT.matcher(line).replaceFirst("");
    if (level.find()) {
      events.error(level.group(1));
    } else if (ERROR.matcher(text).find()) {
      events.error(text);
    }
  }

  @Override
  public void end(RenderEvents events) {
    if (ended && frame != frames) {
      events.error("the movie has %d of %d frames".formatted(frame, frames));
    }
  }
}
