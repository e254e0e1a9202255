package org.jobqueue.examples.raytracer;

/**
 * A glowing ball.
 *
 * @param position its centre
 * @param radius larger makes softer shadows; more than 0
 * @param colour its brightness at the scene, whatever the distance
 */
record Light(Vector position, double radius, Vector colour) {}
