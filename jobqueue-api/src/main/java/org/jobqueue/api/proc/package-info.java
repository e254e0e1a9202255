/**
 * What authors of job procedures see.
 *
 * <p>A procedure is a class that extends {@link org.jobqueue.api.proc.JobProc}. Its parameters are
 * a record whose components carry {@link org.jobqueue.api.proc.Parameter} where there is something
 * to say. A {@link org.jobqueue.api.proc.JobProcType} gives both a name, and a {@link
 * org.jobqueue.api.proc.JobProcPlugin}, found by {@link java.util.ServiceLoader}, lists the types
 * of one jar. The jar goes on the class path, or into {@code procs/<plugin>/} of a queue.
 *
 * <p>Nothing but this package and the JDK is needed to write a plugin.
 */
@NullMarked
package org.jobqueue.api.proc;

import org.jspecify.annotations.NullMarked;
