package org.jobqueue.examples.raytracer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VectorTest {
  @Test
  void bouncesOffASurface() {
    Vector up = new Vector(0, 1, 0);
    assertThat(new Vector(3, -4, 1).reflect(up)).isEqualTo(new Vector(3, 4, 1));
  }

  @Test
  void hasLengthAndDirection() {
    Vector vector = new Vector(0, 3, -4);
    assertThat(vector.length()).isEqualTo(5);
    assertThat(vector.unit()).isEqualTo(new Vector(0, 3 * 0.2, -4 * 0.2));
  }

  @Test
  void theCrossProductOfTwoAxesIsTheThird() {
    assertThat(new Vector(1, 0, 0).cross(new Vector(0, 1, 0))).isEqualTo(new Vector(0, 0, 1));
  }

  @Test
  void mixesByAmount() {
    assertThat(new Vector(0, 4, 8).mix(new Vector(4, 0, 8), 0.25)).isEqualTo(new Vector(1, 3, 8));
  }
}
