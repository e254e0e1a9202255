package org.jobqueue.core.output;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;

/** Compares the files that a job has to leave with those that are there. */
public final class OutputCheck {
  private final Path attemptDirectory;
  private final UnaryOperator<String> paths;

  /**
   * A check of one attempt.
   *
   * @param attemptDirectory where relative paths begin
   * @param paths translates paths to what they are called here
   */
  public OutputCheck(Path attemptDirectory, UnaryOperator<String> paths) {
    this.attemptDirectory = attemptDirectory;
    this.paths = paths;
  }

  /**
   * What is wrong with the expected files, a sentence for each that is not as it should be; read
   * while the stream is consumed.
   *
   * @param frames of the job; empty for one without
   */
  public Stream<String> problems(List<ExpectedFile> expected, Optional<FrameRange> frames) {
    return expected.stream()
        .flatMap(
            file ->
                file.ofEachFrame() && frames.isPresent()
                    ? frames.get().frames().mapToObj(file::ofFrame)
                    : Stream.of(file))
        .flatMap(file -> problem(file).stream());
  }

  /** The frames of which a file is not as it should be. */
  public IntStream missingFrames(List<ExpectedFile> expected, FrameRange frames) {
    return frames
        .frames()
        .filter(
            frame ->
                expected.stream()
                    .filter(ExpectedFile::ofEachFrame)
                    .anyMatch(file -> problem(file.ofFrame(frame)).isPresent()));
  }

  /** What is wrong with one file; empty if it is as it should be. */
  public Optional<String> problem(ExpectedFile expected) {
    String path = paths.apply(expected.path());
    String what = "the expected file " + path;
    try {
      Path file = attemptDirectory.resolve(path);
      if (!Files.isRegularFile(file)) {
        return Optional.of(what + (Files.exists(file) ? " is no file" : " is missing"));
      }
      long size = Files.size(file);
      if (size < expected.minimumSize()) {
        return Optional.of(
            what + " has " + size + " bytes; at least " + expected.minimumSize() + " are expected");
      }
      if (expected.magic().isPresent() && !begins(file, expected.magic().get())) {
        return Optional.of(what + " does not begin with the bytes " + expected.magic().get());
      }
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.of(what + " is missing");
    } catch (IOException | InvalidPathException e) {
      return Optional.of(what + " cannot be read: " + e);
    }
  }

  private static boolean begins(Path file, String magic) throws IOException {
    byte[] wanted = HexFormat.of().parseHex(magic);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(wanted.length), wanted);
    }
  }
}
