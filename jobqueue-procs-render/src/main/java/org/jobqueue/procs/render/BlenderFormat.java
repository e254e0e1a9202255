package org.jobqueue.procs.render;

import java.util.Arrays;

/** The formats of single pictures, by the names that Blender has for them. */
enum BlenderFormat {
  PNG(".png"),
  JPEG(".jpg", ".jpeg"),
  OPEN_EXR(".exr"),
  OPEN_EXR_MULTILAYER(".exr"),
  TIFF(".tif", ".tiff"),
  TGA(".tga"),
  BMP(".bmp"),
  HDR(".hdr"),
  WEBP(".webp");

  private final String extension;
  private final String otherExtension;

  BlenderFormat(String extension) {
    this(extension, extension);
  }

  BlenderFormat(String extension, String otherExtension) {
    this.extension = extension;
    this.otherExtension = otherExtension;
  }

  /** What Blender adds to a name. */
  String extension() {
    return extension;
  }

  /** True if Blender keeps the end of such a name as it is rather than adding an extension. */
  boolean ownsExtensionOf(String name) {
    return name.endsWith(extension) || name.endsWith(otherExtension);
  }

  /** True if Blender would replace the end of such a name by the right extension. */
  static boolean anyOwnsExtensionOf(String name) {
    return Arrays.stream(values()).anyMatch(format -> format.ownsExtensionOf(name));
  }
}
