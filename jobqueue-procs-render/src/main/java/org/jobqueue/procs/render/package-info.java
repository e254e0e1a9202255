/**
 * Job procedures that run renderers.
 *
 * <p>A renderer is data, an {@link org.jobqueue.procs.render.Renderer} that knows its command, plus
 * a parser, a {@link org.jobqueue.procs.render.RenderOutput} that reads what the renderer prints
 * and judges it in the end. {@link org.jobqueue.procs.render.RendererProc} runs any of them. An
 * exit code alone is never believed: renderers exit with 0 on a full disk.
 *
 * <p>Found by {@link java.util.ServiceLoader} as {@link
 * org.jobqueue.procs.render.RenderProcsPlugin}, or installed as {@link
 * org.jobqueue.procs.render.RenderProcsModule}.
 */
@NullMarked
package org.jobqueue.procs.render;

import org.jspecify.annotations.NullMarked;
