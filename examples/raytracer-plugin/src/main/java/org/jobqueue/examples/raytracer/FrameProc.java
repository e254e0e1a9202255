package org.jobqueue.examples.raytracer;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jobqueue.api.proc.JobProc;

/** Renders one frame. */
final class FrameProc extends JobProc {
  private final FrameParameters parameters;

  FrameProc(FrameParameters parameters) {
    super("frame " + parameters.frame() + " of " + parameters.frames());
    this.parameters = parameters;
  }

  @Override
  public void run() throws IOException, InterruptedException {
    Files.createDirectories(parameters.output());
    Animation animation = Animation.ofFrame(parameters.frame(), parameters.frames());
    Renderer renderer = new Renderer(animation.scene(), animation.camera(), parameters.grid());
    BufferedImage image = renderer.render(parameters.width(), parameters.height(), this::rowsDone);

    Path file = new Frames(parameters.output(), parameters.frames()).file(parameters.frame());
    AtomicFile.write(file, out -> Pictures.writePng(image, out));
    stdout().println(file);
  }

  private void rowsDone(int rows) throws InterruptedException {
    // The worker interrupts the thread to stop it. Code that never blocks has to look.
    if (Thread.interrupted() || context().cancelled()) {
      throw new InterruptedException("stopped at row " + rows);
    }
    setProgress(100 * rows / parameters.height());
    setStatusLine(label() + ", row " + rows + " of " + parameters.height());
  }
}
