"""Run before a scene is rendered: frame 3 takes a long time until the file FAST is there, others do not.

FAST is beside the scene.
"""
import os

import bpy

if os.environ["JOBQUEUE_FIRST_FRAME"] == "3" and not os.path.exists(bpy.path.abspath("//FAST")):
    bpy.context.scene.cycles.samples = 10000000
    # else it stops as soon as the picture has no noise, which is at once
    bpy.context.scene.cycles.use_adaptive_sampling = False
