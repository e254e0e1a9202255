package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.JobFailedException;

/**
 * Frames made a movie by ffmpeg.
 *
 * <p>ffmpeg ends a sequence at its first gap, drops frames that it cannot read, and takes both for
 * a success. So the frames are looked at before, and counted after.
 */
final class Ffmpeg implements RendererDefinition<FfmpegParameters> {
  private final PictureCheck check;

  Ffmpeg(PictureCheck check) {
    this.check = check;
  }

  @Override
  public String name(FfmpegParameters parameters) {
    return "ffmpeg";
  }

  @Override
  public Scene scene(FfmpegParameters parameters) {
    return Scene.of(
        "ffmpeg",
        parameters.frames(),
        Optional.empty(),
        parameters.output(),
        parameters.acceptErrors());
  }

  @Override
  public void prepare(FfmpegParameters parameters, Path attemptDirectory) {
    FrameSpan span = parameters.span();
    Problems faults = new Problems();
    IntStream.Builder bad = IntStream.builder();
    int count = 0;
    for (int frame : span.frames().toArray()) {
      Path picture = Path.of(parameters.input().of(Optional.of(frame)));
      Optional<String> fault = check.fault(picture);
      if (fault.isPresent()) {
        faults.add(picture + " " + fault.get());
        bad.add(frame);
        count++;
      }
    }
    if (count > 0) {
      throw new JobFailedException(
          ErrorClass.TASK,
          "%d of %d frames are missing or damaged: %s%n%s"
              .formatted(
                  count,
                  span.count(),
                  FrameList.text(bad.build(), 1),
                  String.join("\n", faults.lines())));
    }
  }

  @Override
  public List<Run> runs(
      FfmpegParameters parameters, Optional<FrameRange> frames, Path attemptDirectory) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(parameters.executable(), "-y", "-hide_banner", "-nostdin"));
    arguments.addAll(List.of("-nostats", "-loglevel", "level+warning"));
    arguments.addAll(List.of("-framerate", parameters.frameRate()));
    arguments.addAll(List.of("-f", "image2", "-pattern_type", "sequence"));
    arguments.addAll(List.of("-start_number", Integer.toString(parameters.startFrame())));
    arguments.addAll(List.of("-i", parameters.input().printf()));
    parameters.audio().ifPresent(file -> arguments.addAll(List.of("-i", file.toString())));
    arguments.addAll(List.of("-c:v", parameters.codec(), "-pix_fmt", parameters.pixelFormat()));
    parameters.crf().ifPresent(crf -> arguments.addAll(List.of("-crf", crf.toString())));
    parameters
        .threads()
        .ifPresent(count -> arguments.addAll(List.of("-threads", count.toString())));
    arguments.addAll(end(parameters));
    arguments.addAll(parameters.extraArguments());
    arguments.addAll(List.of("-progress", "pipe:1"));
    arguments.add(attemptDirectory.resolve(parameters.output()).toString());
    return List.of(Run.of(Command.of(arguments)));
  }

  /** What ends the movie after its last frame, though there may be further files. */
  private static List<String> end(FfmpegParameters parameters) {
    int count = parameters.span().count();
    if (parameters.audio().isEmpty()) {
      return List.of("-frames:v", Integer.toString(count));
    }
    // -frames:v would end the sound as soon as the frames are read, long before it is due. So the
    // frames are cut off by themselves, and the sound, with silence behind it, by the time.
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-map", "0:v:0", "-map", "1:a:0"));
    options.addAll(List.of("-vf", "trim=end_frame=" + count));
    options.addAll(List.of("-af", "apad", "-t", parameters.seconds()));
    return options;
  }

  @Override
  public LineParser parser(FfmpegParameters parameters, Optional<FrameRange> frames) {
    return new FfmpegOutput(parameters.span().count());
  }
}
