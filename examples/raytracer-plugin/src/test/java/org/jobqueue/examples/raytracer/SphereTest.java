package org.jobqueue.examples.raytracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SphereTest {
  private static final Vector AHEAD = new Vector(0, 0, 1);
  private static final Vector BACK = new Vector(0, 0, -1);

  private final Sphere sphere = new Sphere(new Vector(0, 0, 5), 1, new Material(Vector.ONE, 0, 10));

  @Test
  void isMetAtItsNearSide() {
    Ray ray = new Ray(Vector.ZERO, AHEAD);
    assertThat(sphere.distance(ray)).isEqualTo(4);
    Hit hit = sphere.hit(ray, 4);
    assertThat(hit.point()).isEqualTo(new Vector(0, 0, 4));
    assertThat(hit.normal()).isEqualTo(BACK);
  }

  @Test
  void isMetOffItsMiddle() {
    Ray ray = new Ray(new Vector(0.6, 0, 0), AHEAD);
    assertThat(sphere.distance(ray)).isCloseTo(4.2, within(1e-12));
    Vector normal = sphere.hit(ray, 4.2).normal();
    assertThat(normal.x()).isCloseTo(0.6, within(1e-12));
    assertThat(normal.z()).isCloseTo(-0.8, within(1e-12));
  }

  @Test
  void isMissedBesideItAndBehindTheOrigin() {
    assertThat(sphere.distance(new Ray(new Vector(1.01, 0, 0), AHEAD))).isInfinite();
    assertThat(sphere.distance(new Ray(Vector.ZERO, BACK))).isInfinite();
  }

  @Test
  void isMetFromInside() {
    assertThat(sphere.distance(new Ray(new Vector(0, 0, 5.25), AHEAD))).isEqualTo(0.75);
  }

  @Test
  void isNotMetByARayThatLeavesItsSurface() {
    assertThat(sphere.distance(new Ray(new Vector(0, 0, 4), BACK))).isInfinite();
  }

  @Test
  void hidesALightBehindIt() {
    Light light = new Light(new Vector(0, 0, 10), 0.5, Vector.ONE);
    assertThat(sphere.lightPassing(Vector.ZERO, light)).isZero();
  }

  @Test
  void letsLightPassBesideItAndHalfOfItAtItsEdge() {
    Light light = new Light(new Vector(0, 0, 10), 0.5, Vector.ONE);
    assertThat(sphere.lightPassing(new Vector(4, 0, 0), light)).isEqualTo(1);
    // A line to the light that touches the sphere: sin(a) = 1 / 5 at the light.
    double x = 10 * Math.tan(Math.asin(1 / 5.0));
    assertThat(sphere.lightPassing(new Vector(x, 0, 0), light)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void hidesNoLightBeforeIt() {
    Light light = new Light(new Vector(0, 0, 3), 0.5, Vector.ONE);
    assertThat(sphere.lightPassing(Vector.ZERO, light)).isEqualTo(1);
  }

  @Test
  void cannotHideALargeLightAltogether() {
    // At the distance of the sphere, the cone to the light is twice as wide as the sphere.
    Light light = new Light(new Vector(0, 0, 10), 4, Vector.ONE);
    assertThat(sphere.lightPassing(Vector.ZERO, light)).isGreaterThan(0.7).isLessThan(1);
  }

  @Test
  void hidesSkyAboveASurface() {
    assertThat(sphere.skyHidden(new Vector(0, 0, 3), AHEAD)).isEqualTo(0.25);
    assertThat(sphere.skyHidden(new Vector(0, 0, 3), BACK)).isZero();
  }
}
