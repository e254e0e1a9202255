package org.jobqueue.api;

/**
 * A plugin that could not be used. All others work.
 *
 * @param plugin its name or the name of its directory
 * @param message what is wrong and what to do
 */
public record PluginProblem(String plugin, String message) {}
