package org.jobqueue.examples.raytracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnimationTest {
  @Test
  void theCameraLooksAtItsTarget() {
    Camera camera = new Animation(0.3).camera();
    Vector toTarget = camera.target().minus(camera.position()).unit();
    assertThat(camera.ray(0, 0).direction().minus(toTarget).length()).isCloseTo(0, within(1e-12));
    assertThat(camera.ray(0, 1).direction().y()).isGreaterThan(toTarget.y());
  }

  @Test
  void rightIsRight() {
    Camera camera = new Camera(Vector.ZERO, new Vector(0, 0, 1), 1);
    assertThat(camera.ray(1, 0).direction().x()).isPositive();
  }

  @Test
  void theEndLeadsToTheBeginning() {
    List<Sphere> first = new Animation(0).scene().spheres();
    List<Sphere> last = new Animation(1).scene().spheres();
    for (int i = 0; i < first.size(); i++) {
      Vector way = last.get(i).centre().minus(first.get(i).centre());
      assertThat(way.length()).isCloseTo(0, within(1e-9));
    }
    Vector cameraWay =
        new Animation(1).camera().position().minus(new Animation(0).camera().position());
    assertThat(cameraWay.length()).isCloseTo(0, within(1e-9));
  }

  @Test
  void ballsAndCameraMove() {
    Animation first = Animation.ofFrame(1, 24);
    Animation second = Animation.ofFrame(2, 24);
    assertThat(second.scene().spheres()).isNotEqualTo(first.scene().spheres());
    assertThat(second.camera()).isNotEqualTo(first.camera());
  }

  @Test
  void ballsNeverMeetEachOtherNorTheFloor() {
    for (int frame = 1; frame <= 100; frame++) {
      List<Sphere> spheres = Animation.ofFrame(frame, 100).scene().spheres();
      for (int i = 0; i < spheres.size(); i++) {
        Sphere sphere = spheres.get(i);
        assertThat(sphere.centre().y()).isGreaterThanOrEqualTo(sphere.radius());
        for (Sphere other : spheres.subList(i + 1, spheres.size())) {
          double distance = sphere.centre().minus(other.centre()).length();
          assertThat(distance).isGreaterThan(sphere.radius() + other.radius());
        }
      }
    }
  }
}
