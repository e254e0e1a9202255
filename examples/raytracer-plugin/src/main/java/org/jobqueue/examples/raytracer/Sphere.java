package org.jobqueue.examples.raytracer;

/** A ball. */
record Sphere(Vector centre, double radius, Material material) {
  /** A ray that starts on a surface shall not meet that surface again because of rounding. */
  private static final double NEAREST = 1e-6;

  /** How far along the ray it first meets the sphere; infinite if it does not. */
  double distance(Ray ray) {
    Vector toCentre = centre.minus(ray.origin());
    double along = toCentre.dot(ray.direction());
    double halfChordSquared = radius * radius - toCentre.dot(toCentre) + along * along;
    if (halfChordSquared < 0) {
      return Double.POSITIVE_INFINITY;
    }
    double halfChord = Math.sqrt(halfChordSquared);
    if (along - halfChord > NEAREST) {
      return along - halfChord;
    }
    return along + halfChord > NEAREST ? along + halfChord : Double.POSITIVE_INFINITY;
  }

  Hit hit(Ray ray, double distance) {
    Vector point = ray.at(distance);
    return new Hit(distance, point, point.minus(centre).times(1 / radius), material);
  }

  /**
   * The share of a round light that a point sees past this sphere: 0 in its shadow, 1 outside, and
   * between them in the soft edge. Seen from the point, the light is a disc that is more or less
   * covered by the disc of the sphere.
   */
  double lightPassing(Vector point, Light light) {
    Vector toLight = light.position().minus(point);
    double lightDistance = toLight.length();
    Vector toCentre = centre.minus(point);
    double along = toCentre.dot(toLight) / lightDistance;
    if (along <= 0 || along >= lightDistance) {
      return 1;
    }
    double beside = Math.sqrt(Math.max(0, toCentre.dot(toCentre) - along * along));
    double lightRadius = light.radius() * along / lightDistance;
    double covered = 1 - smoothStep(radius - lightRadius, radius + lightRadius, beside);
    double largestCover = Math.min(1, square(radius / lightRadius));
    return 1 - covered * largestCover;
  }

  /** The share of the sky above a surface that this sphere hides. */
  double skyHidden(Vector point, Vector normal) {
    Vector toCentre = centre.minus(point);
    double distance = Math.max(radius, toCentre.length());
    return Math.max(0, normal.dot(toCentre) / distance) * square(radius / distance);
  }

  private static double smoothStep(double from, double to, double value) {
    double t = Math.max(0, Math.min(1, (value - from) / (to - from)));
    return t * t * (3 - 2 * t);
  }

  private static double square(double value) {
    return value * value;
  }
}
