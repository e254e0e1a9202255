/**
 * Finds plugins, keeps their job types and binds parameters.
 *
 * <p>{@link org.jobqueue.core.plugin.ProcRegistry} is made of the plugins that the program brings,
 * those on the class path, and the jars and manifests in {@code procs/} of a queue; jars of the
 * latter get a class loader that shows them the JDK and the API, nothing else. A {@link
 * org.jobqueue.core.plugin.RegisteredType} checks and completes the parameters of a job and makes
 * its procedure.
 *
 * <p>All code of a plugin is called through {@code PluginCode}, which contains what it throws.
 */
@NullMarked
package org.jobqueue.core.plugin;

import org.jspecify.annotations.NullMarked;
