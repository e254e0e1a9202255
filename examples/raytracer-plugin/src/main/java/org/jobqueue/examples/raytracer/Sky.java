package org.jobqueue.examples.raytracer;

/**
 * The light from above: a gradient with a glow around the sun.
 *
 * @param horizon the colour at the horizon
 * @param zenith the colour overhead
 * @param glow the colour added around the sun
 * @param sun the direction of the sun, of length 1
 */
record Sky(Vector horizon, Vector zenith, Vector glow, Vector sun) {
  Vector colour(Vector direction) {
    double height = 1 - Math.exp(-5 * Math.max(0, direction.y()));
    double nearSun = Math.max(0, direction.dot(sun));
    return horizon.mix(zenith, height).plus(glow.times(Math.pow(nearSun, 8)));
  }
}
