/**
 * Job types without Java: a manifest, {@code plugin.yaml}, says what parameters a type has, which
 * command runs a job of it, and what the output of the command means.
 *
 * <p>{@link org.jobqueue.core.script.ManifestFile} finds and reads a manifest and checks all of it:
 * what is in a {@link org.jobqueue.core.script.ScriptType} can be used. A reference for authors is
 * in {@code docs/script-plugins.md}.
 */
@NullMarked
package org.jobqueue.core.script;

import org.jspecify.annotations.NullMarked;
