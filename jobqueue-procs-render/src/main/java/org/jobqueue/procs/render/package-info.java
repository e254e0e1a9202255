/**
 * Job procedures that run renderers.
 *
 * <p>A renderer is data plus a parser: a {@link org.jobqueue.procs.render.RendererDefinition} with
 * a record of parameters knows its commands and where the pictures go, and makes a {@link
 * org.jobqueue.procs.render.LineParser} that reads what it prints. {@link
 * org.jobqueue.procs.render.SceneRenderer} puts both together with the frames of a job or chunk,
 * {@link org.jobqueue.procs.render.RendererProc} runs the commands, and {@link
 * org.jobqueue.procs.render.RenderOutput} follows them and judges in the end. An exit code alone is
 * never believed: renderers exit with 0 on a full disk.
 *
 * <p>Found by {@link java.util.ServiceLoader} as {@link
 * org.jobqueue.procs.render.RenderProcsPlugin}, or installed as {@link
 * org.jobqueue.procs.render.RenderProcsModule}.
 */
@NullMarked
package org.jobqueue.procs.render;

import org.jspecify.annotations.NullMarked;
