package org.jobqueue.examples.raytracer;

/**
 * A half-line.
 *
 * @param origin where it starts
 * @param direction where it goes, of length 1
 */
record Ray(Vector origin, Vector direction) {
  Vector at(double distance) {
    return origin.plus(direction.times(distance));
  }
}
