package org.jobqueue.examples.raytracer;

/**
 * Where a ray meets a surface.
 *
 * @param distance from the origin of the ray
 * @param point where
 * @param normal the direction straight away from the surface, of length 1
 * @param material what the surface is made of there
 */
record Hit(double distance, Vector point, Vector normal, Material material) {}
