package org.jobqueue.examples.raytracer;

/**
 * Where the scene is seen from.
 *
 * @param position the eye
 * @param target what is in the middle of the picture
 * @param zoom 1 for a picture that is as high as half its distance; larger shows less
 */
record Camera(Vector position, Vector target, double zoom) {
  /**
   * The ray through a point of the picture.
   *
   * @param x from the middle to the right; 1 is half the height of the picture
   * @param y from the middle up; 1 is the upper edge
   */
  Ray ray(double x, double y) {
    Vector forward = target.minus(position).unit();
    Vector right = new Vector(0, 1, 0).cross(forward).unit();
    Vector up = forward.cross(right);
    Vector direction = forward.times(zoom).plus(right.times(x)).plus(up.times(y));
    return new Ray(position, direction.unit());
  }
}
