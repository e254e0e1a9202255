package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the parameters of all renderers have in common.
 *
 * @param type the job type
 * @param file what is rendered
 * @param frames those among the parameters; empty for a still, and for a job with frames of its own
 * @param output where the pictures go; empty if only the scene knows
 * @param acceptErrors true to go by the pictures, whatever the renderer prints
 * @param successCodes the exit codes of a success
 */
record Scene(
    String type,
    Path file,
    Optional<FrameSpan> frames,
    Optional<OutputName> output,
    boolean acceptErrors,
    List<Integer> successCodes) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the file is a relative path, or frames would overwrite each
   *     other
   */
  Scene {
    successCodes = List.copyOf(successCodes);
    Checks.requireFullPath("file", file);
    Checks.requireExitCodes(successCodes);
    if (frames.isPresent() && output.isPresent()) {
      requirePlaceForFrames(output.get());
    }
  }

  static void requirePlaceForFrames(OutputName output) {
    Checks.require(
        output.ofEachFrame(),
        "output '%s' has no # in its file name, so the frames would overwrite each other",
        output);
  }

  /** That of a renderer whose output is given with {@code #} for the digits of the frame. */
  static Scene of(
      String type,
      Path file,
      Optional<FrameSpan> frames,
      Optional<String> output,
      boolean acceptErrors,
      List<Integer> successCodes) {
    return new Scene(
        type,
        file,
        frames,
        output.map(text -> new OutputName("output", text)),
        acceptErrors,
        successCodes);
  }

  /** The common case: every problem counts, and only 0 is success. */
  static Scene of(
      String type, Path file, Optional<FrameSpan> frames, String output, boolean acceptErrors) {
    return of(type, file, frames, Optional.of(output), acceptErrors, List.of(0));
  }
}
