"""Makes the scene of the tests: a red square that glows, moving from left to right on blue ground.

The camera looks straight down and sees 6.4 by 4.8 units, so in a picture of 64 by 48 a unit is 10 pixels.
The square has an edge of 1 unit; its centre is at -2.5 units in frame 1 and at 2.5 units in frame 11.
Use: blender -b --factory-startup --python scene.py -- FILE
"""
import sys

import bpy


def glowing(name, colour):
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    nodes = material.node_tree.nodes
    nodes.clear()
    emission = nodes.new("ShaderNodeEmission")
    emission.inputs["Color"].default_value = colour
    output = nodes.new("ShaderNodeOutputMaterial")
    material.node_tree.links.new(emission.outputs["Emission"], output.inputs["Surface"])
    return material


bpy.ops.wm.read_factory_settings(use_empty=True)
scene = bpy.context.scene

bpy.ops.mesh.primitive_plane_add(size=1)
square = bpy.context.object
square.data.materials.append(glowing("red", (1, 0, 0, 1)))
for frame, x in ((1, -2.5), (11, 2.5)):
    square.location = (x, 0, 0.1)
    square.keyframe_insert("location", frame=frame)
for curve in square.animation_data.action.fcurves:
    for point in curve.keyframe_points:
        point.interpolation = "LINEAR"

bpy.ops.mesh.primitive_plane_add(size=20)
bpy.context.object.data.materials.append(glowing("blue", (0, 0, 0.25, 1)))

bpy.ops.object.camera_add(location=(0, 0, 5))
scene.camera = bpy.context.object
scene.camera.data.type = "ORTHO"
scene.camera.data.ortho_scale = 6.4

scene.render.engine = "CYCLES"
scene.cycles.device = "CPU"
scene.cycles.samples = 4
scene.cycles.use_denoising = False
scene.render.resolution_x = 64
scene.render.resolution_y = 48
scene.render.resolution_percentage = 100
scene.view_settings.view_transform = "Standard"

bpy.ops.wm.save_as_mainfile(filepath=sys.argv[sys.argv.index("--") + 1])
