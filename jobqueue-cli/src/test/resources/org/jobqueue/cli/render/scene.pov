// A red square that glows, moving from left to right on blue ground, seen from above: a picture of 64 by 48
// shows 6.4 by 4.8 units. The centre of the square is at -2.5 units at clock 0 and at 2.5 units at clock 1.
#version 3.7;
global_settings { assumed_gamma 1.0 }
#include "colours.inc"
camera { orthographic location <0, 0, -5> look_at <0, 0, 0> right <6.4, 0, 0> up <0, 4.8, 0> }
#default { finish { ambient 0 diffuse 0 emission 1 } }
box { <-0.5, -0.5, -0.1>, <0.5, 0.5, 0> translate <5 * clock - 2.5, 0, 0> pigment { Moving } }
plane { z, 1 pigment { Ground } }
