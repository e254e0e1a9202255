package org.jobqueue.examples.raytracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SceneTest {
  private static final Material WHITE = new Material(new Vector(0.8, 0.8, 0.8), 0, 10);
  private static final Material BLACK = new Material(Vector.ZERO, 0, 10);
  private static final Material RED = new Material(new Vector(1, 0, 0), 0, 10);
  private static final Material MIRROR = new Material(Vector.ONE, 1, 1000);
  private static final Vector DOWN = new Vector(0, -1, 0);

  @Test
  void theFloorIsChequered() {
    assertThat(materialBelow(0.5, 0.5)).isEqualTo(WHITE);
    assertThat(materialBelow(1.5, 0.5)).isEqualTo(BLACK);
    assertThat(materialBelow(-0.5, 0.5)).isEqualTo(BLACK);
    assertThat(materialBelow(-0.5, -0.5)).isEqualTo(WHITE);
  }

  @Test
  void aRayToTheSkyMeetsNothing() {
    Ray up = new Ray(new Vector(0, 3, 0), new Vector(0, 1, 0));
    assertThat(scene().hitOrNull(up)).isNull();
    assertThat(scene().colour(up)).isEqualTo(scene().sky().colour(up.direction()));
  }

  @Test
  void theNearestOfTwoBallsIsSeen() {
    Sphere near = new Sphere(new Vector(0, 5, 0), 1, RED);
    Sphere far = new Sphere(new Vector(0, 5, 4), 1, WHITE);
    Hit hit = scene(far, near).hitOrNull(new Ray(new Vector(0, 5, -5), new Vector(0, 0, 1)));
    assertThat(Objects.requireNonNull(hit).material()).isEqualTo(RED);
    assertThat(hit.distance()).isEqualTo(4);
  }

  @Test
  void aBallThrowsAShadow() {
    Ray toFloor = new Ray(new Vector(0.5, 2, 0.5), DOWN);
    // The light is at (0, 20, 0): the shadow of a ball at (0.25, 10, 0.25) falls on (0.5, 0, 0.5).
    Sphere ball = new Sphere(new Vector(0.25, 10, 0.25), 1, WHITE);
    Vector lit = scene().colour(toFloor);
    Vector dark = scene(ball).colour(toFloor);
    assertThat(scene(ball).lightReaching(new Vector(0.5, 0, 0.5))).isZero();
    assertThat(dark.length()).isLessThan(lit.length() / 2);
  }

  @Test
  void aBallOnTheFloorDarkensTheFloorAroundIt() {
    Ray toFloor = new Ray(new Vector(0.9, 2, 0.5), DOWN);
    Sphere ball = new Sphere(new Vector(0.2, 0.5, 0.5), 0.5, WHITE);
    assertThat(scene(ball).colour(toFloor).x()).isLessThan(scene().colour(toFloor).x());
  }

  @Test
  void aMirrorShowsWhatIsBehindTheEye() {
    Sphere mirror = new Sphere(new Vector(0, 5, 0), 1, MIRROR);
    Sphere red = new Sphere(new Vector(0, 5, -12), 1, RED);
    // Looking from between the balls at the mirror, whose nearest point is at z = -1.
    Ray ray = new Ray(new Vector(0, 5, -2), new Vector(0, 0, 1));
    Vector mirrored =
        scene(mirror, red).colour(new Ray(new Vector(0, 5, -1), new Vector(0, 0, -1)));
    Vector seen = scene(mirror, red).colour(ray);
    assertThat(mirrored.x()).isGreaterThan(3 * mirrored.y());
    // Almost: there is some haze in between.
    assertThat(seen.minus(mirrored).length()).isCloseTo(0, within(0.01));
    assertThat(scene(mirror).colour(ray).minus(seen).length()).isGreaterThan(0.1);
  }

  private static Material materialBelow(double x, double z) {
    Hit hit = scene().hitOrNull(new Ray(new Vector(x, 2, z), DOWN));
    return Objects.requireNonNull(hit).material();
  }

  private static Scene scene(Sphere... spheres) {
    return new Scene(
        List.of(spheres),
        new Floor(WHITE, BLACK),
        new Sky(new Vector(0.2, 0.2, 0.2), new Vector(0.1, 0.2, 0.4), Vector.ZERO, DOWN),
        new Light(new Vector(0, 20, 0), 0.5, Vector.ONE));
  }
}
