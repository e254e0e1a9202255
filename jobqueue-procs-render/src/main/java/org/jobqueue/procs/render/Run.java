package org.jobqueue.procs.render;

import java.util.OptionalInt;
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

  /** A command for one frame. */
  static Run ofFrame(int frame, Command command) {
    return new Run(command, OptionalInt.of(frame));
  }
}
