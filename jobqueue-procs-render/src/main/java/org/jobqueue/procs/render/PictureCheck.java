package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.Optional;

/** Looks at a picture that a renderer says it has saved. */
interface PictureCheck {
  /** What is wrong with the file, continuing the sentence "the file …"; empty if it is good. */
  Optional<String> fault(Path picture);
}
