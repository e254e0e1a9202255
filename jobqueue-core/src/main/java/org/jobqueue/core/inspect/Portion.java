package org.jobqueue.core.inspect;

import java.io.IOException;
import java.util.Iterator;

/** A small part of an inspection. */
@FunctionalInterface
interface Portion {
  /** Looks at this part; what hangs below it is inspected next. */
  Iterator<Portion> inspect() throws IOException;
}
