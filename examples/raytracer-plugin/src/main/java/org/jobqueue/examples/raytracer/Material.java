package org.jobqueue.examples.raytracer;

/**
 * What a surface is made of.
 *
 * @param colour the share of light it gives back
 * @param mirror how much it reflects when looked at straight on: 0.04 for varnish, 0.9 for chrome
 * @param gloss how small highlights are: 10 for satin, 1000 for glass
 */
record Material(Vector colour, double mirror, double gloss) {
  /** The share of light that is reflected; Schlick's formula: more at grazing angles. */
  double reflectance(double cosine) {
    return mirror + (1 - mirror) * Math.pow(1 - Math.min(1, cosine), 5);
  }

  /** Metals colour what they mirror, varnish does not. */
  Vector tint() {
    return Vector.ONE.mix(colour, Math.min(1, 2 * mirror));
  }
}
