/**
 * An example of a plugin: renders a small animation, a job per frame, and puts the frames together.
 *
 * <p>Start reading at {@link org.jobqueue.examples.raytracer.RaytracerPlugin}, then {@link
 * org.jobqueue.examples.raytracer.FrameParameters} and {@code FrameProc}. The rest is a ray tracer
 * and two image writers, which know nothing of jobs.
 */
@NullMarked
package org.jobqueue.examples.raytracer;

import org.jspecify.annotations.NullMarked;
