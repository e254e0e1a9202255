/**
 * What authors of job procedures see.
 *
 * <p>A procedure is a class that extends {@link org.jobqueue.api.proc.JobProc}. Its parameters are
 * a record whose components carry {@link org.jobqueue.api.proc.Parameter} where there is something
 * to say. A {@link org.jobqueue.api.proc.JobProcType} gives both a name and a version, and a {@link
 * org.jobqueue.api.proc.JobProcPlugin}, found by {@link java.util.ServiceLoader}, lists the types
 * of one jar. The jar goes on the class path, or into {@code procs/<plugin>/} of a queue. Nothing
 * but this package and the JDK is needed to write a plugin.
 *
 * <h2>Life of a procedure</h2>
 *
 * <ol>
 *   <li>A job is created, in the process of the submitter: its parameters are checked and
 *       completed, the record is made, and {@link org.jobqueue.api.proc.JobProcType#create} makes
 *       an instance. An {@link java.lang.IllegalArgumentException} of the record refuses the job.
 *   <li>That instance is asked for {@link org.jobqueue.api.proc.JobProc#label}, {@link
 *       org.jobqueue.api.proc.JobProc#expectedFiles} and, when the hierarchy is activated, {@link
 *       org.jobqueue.api.proc.JobProc#postCreate}, each once.
 *   <li>Every attempt, in the process of a worker, makes the record and an instance again, asks for
 *       {@link org.jobqueue.api.proc.JobProc#errorRules} and calls {@link
 *       org.jobqueue.api.proc.JobProc#run} once. Chunks of a block are attempts of their own, with
 *       {@link org.jobqueue.api.proc.JobContext#frames}.
 * </ol>
 *
 * <p>Instances share nothing but the parameters, what {@code postCreate} has left in the job
 * directory, and files that the jobs write elsewhere. An attempt can end at any moment without
 * another word: its host loses power, its worker is killed. What it had written by then stays. So
 * results are made in the {@linkplain org.jobqueue.api.proc.JobContext#attemptDirectory() attempt
 * directory}, which no other attempt ever sees, or under a name of their own, and renamed to where
 * they belong when they are whole.
 *
 * <h2>Threads</h2>
 *
 * <p>{@code run} has a thread of its own, whose context class loader is that of the plugin. A
 * worker runs procedures of the same type at the same time, each with its instance: static state is
 * shared between them. {@link org.jobqueue.api.proc.JobContext} may be used from any thread until
 * {@code run} returns; afterwards it ignores what it is told. Lines of commands are handed to one
 * callback at a time, in a thread of the worker, while {@code execCmd} waits. Threads that a
 * procedure starts it has to end itself.
 *
 * <h2>Cancellation</h2>
 *
 * <p>An attempt is stopped when its job is cancelled or given to another worker, when it breaks a
 * time limit, and when the worker is to end. Then {@link
 * org.jobqueue.api.proc.JobContext#cancelled} is true, the thread is interrupted, and commands get
 * SIGTERM and, 5 s later, SIGKILL, with all that they have started. A procedure that does not run
 * commands has to look at its interrupt or at {@code cancelled()} every second or so. It is waited
 * for up to 15 s; what it returns or throws after that, or after being stopped at all, counts for
 * nothing, and its attempt is none of those that the job is allowed.
 *
 * <p>A worker that was cut off from the files loses its jobs without knowing. {@link
 * org.jobqueue.api.proc.JobContext#stillOwner} asks, before something that must not be done twice.
 *
 * <h2>What jobs bring from elsewhere</h2>
 *
 * <p>Parameters of the type {@link java.nio.file.Path}, and text with {@link
 * org.jobqueue.api.proc.Parameter#path}, arrive as what the place is called on this platform. A
 * {@link org.jobqueue.api.proc.Secret} is a reference; {@link
 * org.jobqueue.api.proc.JobContext#reveal} looks it up, and its value is kept out of logs.
 *
 * <h2>Versions</h2>
 *
 * <p>The version of the type that checked the parameters is kept with the job, and only workers
 * that have just this version run it. Raise it when parameters change their meaning, and keep the
 * jar with the former version installed, in a directory of its own, until its last job is done.
 */
@NullMarked
package org.jobqueue.api.proc;

import org.jspecify.annotations.NullMarked;
