package org.jobqueue.bench.files;

import java.util.Locale;

/** The kinds of operations at the port. */
public enum Operation {
  LIST,
  CREATE_DIRECTORY,
  CREATE_FILE,
  REPLACE_FILE,
  OPEN_OUTPUT,
  READ,
  CREATE_LINK,
  LINK,
  RENAME,
  DELETE_FILE,
  DELETE_DIRECTORY,
  /** Looks at a name or its permissions. */
  LOOK,
  SET_PERMISSIONS,
  SYNC;

  /** The name in tables and in JSON. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
