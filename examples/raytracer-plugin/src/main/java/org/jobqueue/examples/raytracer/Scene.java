package org.jobqueue.examples.raytracer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What there is to see. */
record Scene(List<Sphere> spheres, Floor floor, Sky sky, Light light) {
  private static final int BOUNCES = 5;
  private static final double HAZE_DISTANCE = 24;
  private static final double SKYLIGHT = 0.6;

  Scene {
    spheres = List.copyOf(spheres);
  }

  /** The light that comes along the ray, towards its origin. */
  Vector colour(Ray ray) {
    return colour(ray, BOUNCES);
  }

  private Vector colour(Ray ray, int bounces) {
    Hit hit = hitOrNull(ray);
    Vector beyond = sky.colour(ray.direction());
    if (hit == null) {
      return beyond;
    }
    double clear = Math.exp(-Math.pow(hit.distance() / HAZE_DISTANCE, 2));
    return beyond.mix(surfaceColour(ray, hit, bounces), clear);
  }

  private Vector surfaceColour(Ray ray, Hit hit, int bounces) {
    Material material = hit.material();
    Ray mirrored = new Ray(hit.point(), ray.direction().reflect(hit.normal()));
    Vector toLight = light.position().minus(hit.point()).unit();
    Vector sunlight = light.colour().times(lightReaching(hit.point()));

    double facing = Math.max(0, hit.normal().dot(toLight));
    Vector skylight =
        sky.colour(hit.normal()).times(SKYLIGHT * skyVisible(hit.point(), hit.normal()));
    Vector matt = material.colour().times(sunlight.times(facing).plus(skylight));

    double aligned = Math.max(0, mirrored.direction().dot(toLight));
    Vector highlight = sunlight.times(Math.pow(aligned, material.gloss()));
    Vector seen = bounces > 0 ? colour(mirrored, bounces - 1) : sky.colour(mirrored.direction());
    Vector shiny = material.tint().times(seen).plus(highlight);

    return matt.mix(shiny, material.reflectance(-ray.direction().dot(hit.normal())));
  }

  /** The nearest surface that the ray meets. */
  @Nullable Hit hitOrNull(Ray ray) {
    double nearest = floor.distance(ray);
    Sphere sphere = null;
    for (Sphere candidate : spheres) {
      double distance = candidate.distance(ray);
      if (distance < nearest) {
        nearest = distance;
        sphere = candidate;
      }
    }
    if (sphere != null) {
      return sphere.hit(ray, nearest);
    }
    return nearest < Double.POSITIVE_INFINITY ? floor.hit(ray, nearest) : null;
  }

  /** The share of the light that reaches a point, 0 in full shadow. */
  double lightReaching(Vector point) {
    double share = 1;
    for (Sphere sphere : spheres) {
      share *= sphere.lightPassing(point, light);
    }
    return share;
  }

  private double skyVisible(Vector point, Vector normal) {
    double share = 1;
    for (Sphere sphere : spheres) {
      share *= 1 - sphere.skyHidden(point, normal);
    }
    return share;
  }
}
