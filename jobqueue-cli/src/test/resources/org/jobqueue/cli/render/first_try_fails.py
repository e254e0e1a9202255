"""Run before a scene is rendered: the first attempt at frame 4 fails."""
import os

import bpy

tried = bpy.path.abspath("//TRIED")
if os.environ["JOBQUEUE_FIRST_FRAME"] == "4" and not os.path.exists(tried):
    open(tried, "x").close()
    raise RuntimeError("the cache of frame 4 is not there yet")
