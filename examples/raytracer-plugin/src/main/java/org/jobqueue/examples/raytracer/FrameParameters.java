package org.jobqueue.examples.raytracer;

import java.nio.file.Path;
import org.jobqueue.api.proc.Parameter;

/**
 * The parameters of {@code raytrace-frame}. The queue checks names and types; the constructor
 * checks the rest, and what it throws refuses the job when it is created.
 *
 * @param frame the frame to render, from 1
 * @param frames the number of frames of the animation
 * @param output the directory of the frames
 * @param width the width of the frame in pixels
 * @param height the height of the frame in pixels
 * @param samples rays per pixel
 */
public record FrameParameters(
    @Parameter("The frame to render, from 1.") int frame,
    @Parameter("The number of frames of the whole animation, 1 to 1000.") int frames,
    @Parameter("The directory of the frames, an absolute path; made if it does not exist.")
        Path output,
    @Parameter(value = "The width of the frame in pixels, 16 to 8192.", defaultValue = "320")
        int width,
    @Parameter(value = "The height of the frame in pixels, 16 to 8192.", defaultValue = "180")
        int height,
    @Parameter(
            value = "Rays per pixel, a square number from 1 to 64; more give smoother edges.",
            defaultValue = "4")
        int samples) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range; the message says which and why
   */
  public FrameParameters {
    Checks.range("frames", frames, 1, Frames.LIMIT);
    if (frame < 1 || frame > frames) {
      throw new IllegalArgumentException(
          "frame is " + frame + "; it must be from 1 to the number of frames, " + frames);
    }
    Checks.absolute("output", output);
    Checks.range("width", width, 16, 8192);
    Checks.range("height", height, 16, 8192);
    Checks.range("samples", samples, 1, 64);
    if (grid(samples) * grid(samples) != samples) {
      throw new IllegalArgumentException(
          "samples is " + samples + "; it must be a square number: 1, 4, 9, 16, … 64");
    }
  }

  /** The samples of a pixel lie in a grid of this many rows and columns. */
  int grid() {
    return grid(samples);
  }

  private static int grid(int samples) {
    return (int) Math.round(Math.sqrt(samples));
  }
}
