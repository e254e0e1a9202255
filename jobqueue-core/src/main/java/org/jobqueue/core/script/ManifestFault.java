package org.jobqueue.core.script;

import java.nio.file.Path;

/** What is wrong in a manifest, in words for its author. */
public final class ManifestFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;

  ManifestFault(int line, String message) {
    super(message);
    this.line = line;
  }

  /** The message with its place. */
  public String in(Path manifest) {
    return manifest + (line > 0 ? ", line " + line : "") + ": " + getMessage();
  }
}
