package org.jobqueue.examples.raytracer;

import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes an animated GIF that runs for ever. Closing it leaves the underlying stream open. */
final class AnimatedGif implements Closeable {
  private final Palette palette;
  private final int framesPerSecond;
  private final ImageOutputStream stream;
  private final ImageWriter writer;
  private final ImageWriteParam parameters;
  private int frames;

  AnimatedGif(OutputStream out, Palette palette, int framesPerSecond) throws IOException {
    this.palette = palette;
    this.framesPerSecond = framesPerSecond;
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("gif");
    if (!writers.hasNext()) {
      throw new IOException("this Java has no writer for GIF");
    }
    writer = writers.next();
    // A stream of our own, since ImageIO would otherwise make a temporary file.
    stream = new MemoryCacheImageOutputStream(out);
    writer.setOutput(stream);
    parameters = writer.getDefaultWriteParam();
    parameters.setProgressiveMode(ImageWriteParam.MODE_DISABLED);
    writer.prepareWriteSequence(null);
  }

  void add(BufferedImage image) throws IOException {
    BufferedImage indexed = palette.apply(image);
    // Not ImageTypeSpecifier.createFromRenderedImage, which forgets the palette. The writer makes
    // that of the first frame the palette of the file.
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(new ImageTypeSpecifier(indexed), parameters);
    IIOMetadataNode root = new IIOMetadataNode(metadata.getNativeMetadataFormatName());
    root.appendChild(control());
    if (frames == 0) {
      root.appendChild(loop());
    }
    metadata.mergeTree(metadata.getNativeMetadataFormatName(), root);
    writer.writeToSequence(new IIOImage(indexed, null, metadata), parameters);
    frames++;
  }

  @Override
  public void close() throws IOException {
    try {
      writer.endWriteSequence();
      stream.close();
    } finally {
      writer.dispose();
    }
  }

  private IIOMetadataNode control() {
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", Integer.toString(startOf(frames + 1) - startOf(frames)));
    return control;
  }

  /** When a frame starts, in hundredths of a second: rounded, so that no error adds up. */
  private int startOf(int frame) {
    return (int) Math.round(100.0 * frame / framesPerSecond);
  }

  /** The extension that Netscape invented: how often to run; 0 is for ever. */
  private static IIOMetadataNode loop() {
    IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
    loop.setAttribute("applicationID", "NETSCAPE");
    loop.setAttribute("authenticationCode", "2.0");
    loop.setUserObject(new byte[] {1, 0, 0});
    IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
    extensions.appendChild(loop);
    return extensions;
  }
}
