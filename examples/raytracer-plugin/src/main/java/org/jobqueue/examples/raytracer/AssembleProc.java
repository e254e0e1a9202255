package org.jobqueue.examples.raytracer;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jobqueue.api.proc.JobProc;

/** Puts the frames together, once they are all there: the job above the jobs of the frames. */
final class AssembleProc extends JobProc {
  static final String ANIMATION = "animation.gif";
  static final String CONTACT_SHEET = "contact-sheet.png";

  private final AssembleParameters parameters;
  private final Frames frames;
  private final ColourCounts colours = new ColourCounts();
  private Optional<ContactSheet> sheet = Optional.empty();

  AssembleProc(AssembleParameters parameters) {
    super("animation of " + parameters.frames() + " frames");
    this.parameters = parameters;
    this.frames = new Frames(parameters.output(), parameters.frames());
  }

  @Override
  public void run() throws IOException, InterruptedException {
    // The frames are read twice, since the palette is known only after the last one, and since all
    // of them may be more than the memory holds.
    frames.readAll(this::look);
    Path sheetFile = parameters.output().resolve(CONTACT_SHEET);
    BufferedImage sheetImage = sheet.orElseThrow().image();
    AtomicFile.write(sheetFile, out -> Pictures.writePng(sheetImage, out));
    Path animationFile = parameters.output().resolve(ANIMATION);
    AtomicFile.write(animationFile, this::writeAnimation);

    stdout().println(animationFile);
    stdout().println(sheetFile);
    setProgress(100);
    setStatusLine("wrote " + ANIMATION + " and " + CONTACT_SHEET + " in " + parameters.output());
  }

  private void look(int frame, BufferedImage image) throws InterruptedException {
    if (sheet.isEmpty()) {
      sheet = Optional.of(newSheet(image));
    }
    colours.add(image);
    sheet.get().add(frame, image);
    report("looked at", frame, 0);
  }

  private ContactSheet newSheet(BufferedImage first) {
    return new ContactSheet(
        parameters.frames(), parameters.columns(), first.getWidth(), first.getHeight());
  }

  private void writeAnimation(OutputStream out) throws IOException, InterruptedException {
    Palette palette = Palette.of(colours);
    try (AnimatedGif gif = new AnimatedGif(out, palette, parameters.framesPerSecond())) {
      for (int frame = 1; frame <= parameters.frames(); frame++) {
        gif.add(frames.read(frame));
        report("wrote", frame, 50);
      }
    }
  }

  private void report(String done, int frame, int startPercent) throws InterruptedException {
    if (Thread.interrupted() || context().cancelled()) {
      throw new InterruptedException("stopped at frame " + frame);
    }
    setProgress(startPercent + 50 * frame / parameters.frames());
    setStatusLine(done + " frame " + frame + " of " + parameters.frames());
  }
}
