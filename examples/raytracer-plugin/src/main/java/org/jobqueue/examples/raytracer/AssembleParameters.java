package org.jobqueue.examples.raytracer;

import java.nio.file.Path;
import org.jobqueue.api.proc.Parameter;

/**
 * The parameters of {@code raytrace-assemble}.
 *
 * @param frames the number of frames of the animation
 * @param output the directory of the frames, and of what is made of them
 * @param framesPerSecond the speed of the animation
 * @param columns the number of frames in a row of the contact sheet
 */
public record AssembleParameters(
    @Parameter("The number of frames of the whole animation, 1 to 1000.") int frames,
    @Parameter("The directory of the frames, an absolute path; the pictures go there too.")
        Path output,
    @Parameter(value = "The speed of the animation, 1 to 50.", defaultValue = "12")
        int framesPerSecond,
    @Parameter(
            value = "The number of frames in a row of the contact sheet, 1 to 100.",
            defaultValue = "6")
        int columns) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range; the message says which and why
   */
  public AssembleParameters {
    Checks.range("frames", frames, 1, Frames.LIMIT);
    Checks.absolute("output", output);
    // Above 50 the delay between two frames is so short that viewers ignore it.
    Checks.range("framesPerSecond", framesPerSecond, 1, 50);
    Checks.range("columns", columns, 1, 100);
  }
}
