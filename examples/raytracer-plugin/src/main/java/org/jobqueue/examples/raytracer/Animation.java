package org.jobqueue.examples.raytracer;

import java.util.ArrayList;
import java.util.List;

/**
 * The scene and the camera at a moment: balls that jump one after the other around a chrome ball,
 * and a camera that sways. The last moment leads back to the first.
 *
 * @param moment from 0, the beginning, to 1, the beginning again
 */
record Animation(double moment) {
  private static final List<Vector> COLOURS =
      List.of(
          new Vector(0.90, 0.10, 0.09),
          new Vector(0.96, 0.38, 0.04),
          new Vector(0.95, 0.70, 0.06),
          new Vector(0.22, 0.62, 0.12),
          new Vector(0.03, 0.52, 0.56),
          new Vector(0.08, 0.22, 0.78),
          new Vector(0.42, 0.12, 0.66),
          new Vector(0.86, 0.12, 0.44));
  private static final Vector SUN = new Vector(-10, 8.5, -4);
  private static final double RING_RADIUS = 2.5;
  private static final double BALL_RADIUS = 0.5;

  /** The moment of a frame, from 1. */
  static Animation ofFrame(int frame, int frames) {
    return new Animation((frame - 1) / (double) frames);
  }

  Scene scene() {
    List<Sphere> spheres = new ArrayList<>();
    Material chrome = new Material(new Vector(0.93, 0.94, 0.96), 0.9, 900);
    spheres.add(new Sphere(new Vector(0, 1.25, 0), 1.25, chrome));
    for (int i = 0; i < COLOURS.size(); i++) {
      spheres.add(ball(i));
    }
    return new Scene(spheres, floor(), sky(), new Light(SUN, 1.1, new Vector(1.75, 1.45, 1.05)));
  }

  Camera camera() {
    double turn = 2 * Math.PI * moment;
    double angle = 0.5 + 0.45 * Math.sin(turn);
    double height = 2.7 + 0.5 * Math.cos(turn);
    Vector position = new Vector(8.5 * Math.sin(angle), height, -8.5 * Math.cos(angle));
    return new Camera(position, new Vector(0, 1.1, 0), 3.5);
  }

  private Sphere ball(int index) {
    double place = index / (double) COLOURS.size();
    double angle = 2 * Math.PI * place;
    double step = (moment + place) % 1;
    double height = BALL_RADIUS + 1.6 * 4 * step * (1 - step);
    Vector centre =
        new Vector(RING_RADIUS * Math.sin(angle), height, RING_RADIUS * Math.cos(angle));
    return new Sphere(centre, BALL_RADIUS, new Material(COLOURS.get(index), 0.04, 250));
  }

  private static Floor floor() {
    return new Floor(
        new Material(new Vector(0.62, 0.58, 0.52), 0.05, 120),
        new Material(new Vector(0.035, 0.055, 0.10), 0.05, 120));
  }

  private static Sky sky() {
    return new Sky(
        new Vector(0.78, 0.50, 0.36),
        new Vector(0.06, 0.19, 0.50),
        new Vector(0.7, 0.4, 0.15),
        SUN.unit());
  }
}
