package org.jobqueue.procs.render;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.Command;

/**
 * One command of a renderer.
 *
 * @param frame the only one that it renders, if it is for one frame
 */
record Run(Command command, OptionalInt frame) {
  /** A command that names its frames itself. */
  static Run of(Command command) {
    return new Run(command, OptionalInt.empty());
  }

  /**
   * One command for each frame.
   *
   * @param frames empty for a still
   * @param command that of a frame, or of the still
   */
  static List<Run> ofEach(
      Optional<FrameRange> frames, Function<Optional<Integer>, Command> command) {
    return frames.isEmpty()
        ? List.of(of(command.apply(Optional.empty())))
        : frames
            .get()
            .frames()
            .mapToObj(frame -> ofFrame(frame, command.apply(Optional.of(frame))))
            .toList();
  }

  /** A command for one frame. */
  static Run ofFrame(int frame, Command command) {
    return new Run(command, OptionalInt.of(frame));
  }
}
