package org.jobqueue.examples.raytracer;

/** A point, a direction, or a colour in linear light: three numbers. */
record Vector(double x, double y, double z) {
  static final Vector ZERO = new Vector(0, 0, 0);
  static final Vector ONE = new Vector(1, 1, 1);

  Vector plus(Vector o) {
    return new Vector(x + o.x, y + o.y, z + o.z);
  }

  Vector minus(Vector o) {
    return new Vector(x - o.x, y - o.y, z - o.z);
  }

  Vector times(double factor) {
    return new Vector(x * factor, y * factor, z * factor);
  }

  /** Each component times its counterpart: light of one colour on a surface of another. */
  Vector times(Vector o) {
    return new Vector(x * o.x, y * o.y, z * o.z);
  }

  double dot(Vector o) {
    return x * o.x + y * o.y + z * o.z;
  }

  Vector cross(Vector o) {
    return new Vector(y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x);
  }

  double length() {
    return Math.sqrt(dot(this));
  }

  /** The same direction, with length 1. */
  Vector unit() {
    return times(1 / length());
  }

  /** This one at 0, the other at 1. */
  Vector mix(Vector o, double amount) {
    return times(1 - amount).plus(o.times(amount));
  }

  /** This direction after a bounce off a surface with the given unit normal. */
  Vector reflect(Vector normal) {
    return minus(normal.times(2 * dot(normal)));
  }
}
