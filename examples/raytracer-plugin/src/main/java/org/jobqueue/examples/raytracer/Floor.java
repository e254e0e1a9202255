package org.jobqueue.examples.raytracer;

/** The plane y = 0 with square tiles of two materials. */
record Floor(Material light, Material dark) {
  /** How far along the ray it meets the floor; infinite if it does not. */
  double distance(Ray ray) {
    double distance = -ray.origin().y() / ray.direction().y();
    return distance > 1e-6 ? distance : Double.POSITIVE_INFINITY;
  }

  Hit hit(Ray ray, double distance) {
    Vector point = ray.at(distance);
    long tile = (long) Math.floor(point.x()) + (long) Math.floor(point.z());
    return new Hit(distance, point, new Vector(0, 1, 0), tile % 2 == 0 ? light : dark);
  }
}
