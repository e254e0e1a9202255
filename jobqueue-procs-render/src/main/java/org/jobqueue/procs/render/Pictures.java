package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.FrameRange;

/**
 * What a run has to make.
 *
 * @param frames those to render; empty for a still
 * @param named if the renderer names each picture that it saves: where they have to be. A picture
 *     that was there before counts only if it is named
 * @param files if it does not: the pictures that have to be there in the end
 * @param check looks at each of them
 */
record Pictures(
    Optional<FrameRange> frames,
    Optional<OutputPattern> named,
    List<Path> files,
    PictureCheck check) {

  Pictures {
    files = List.copyOf(files);
  }

  long count() {
    return frames.map(FrameRange::size).orElse(1L);
  }

  boolean has(int frame) {
    return frames.isPresent() && frames.get().indexOf(frame).isPresent();
  }
}
