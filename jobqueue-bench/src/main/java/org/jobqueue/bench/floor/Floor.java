package org.jobqueue.bench.floor;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jobqueue.bench.measure.Timing;

/**
 * The least that a queue with a directory per job can do, in one thread and without a thought for
 * anybody else: a job is submitted by making its directory and one file of 200 bytes, and run by
 * reading that, making a directory, making a file and renaming one.
 */
public final class Floor {
  private static final int DEFINITION_BYTES = 200;

  private final Path directory;

  private Floor(Path directory) {
    this.directory = directory;
  }

  /** A floor in a directory, which is made. */
  public static Floor in(Path directory) throws IOException {
    return new Floor(Files.createDirectory(directory));
  }

  /** Submits jobs. */
  public Timing submit(int jobs) throws Exception {
    return Timing.of(
        jobs,
        () -> {
          for (int i = 0; i < jobs; i++) {
            submitOne(i);
          }
        });
  }

  /** Submits jobs, and forces the file and the directory of each to disk. */
  public Timing submitSynced(int jobs) throws Exception {
    return Timing.of(
        jobs,
        () -> {
          for (int i = 0; i < jobs; i++) {
            force(submitOne(i));
            force(job(i));
          }
        });
  }

  /** Runs the jobs submitted before. */
  public Timing run(int jobs) throws Exception {
    return Timing.of(
        jobs,
        () -> {
          for (int i = 0; i < jobs; i++) {
            runOne(i);
          }
        });
  }

  /** Writes a byte to a file and forces it to disk, so many times. */
  public Timing sync(int times) throws Exception {
    try (FileChannel file = FileChannel.open(directory.resolve("sync"), CREATE_NEW, WRITE)) {
      return Timing.of(
          times,
          () -> {
            for (int i = 0; i < times; i++) {
              file.write(ByteBuffer.allocate(1));
              file.force(true);
            }
          });
    }
  }

  private Path submitOne(int number) throws IOException {
    Path job = job(number);
    Files.createDirectory(job);
    Path definition = job.resolve("job.json");
    Files.write(definition, new byte[DEFINITION_BYTES], CREATE_NEW, WRITE);
    return definition;
  }

  private void runOne(int number) throws IOException {
    Path job = job(number);
    byte[] definition = Files.readAllBytes(job.resolve("job.json"));
    Path attempt = job.resolve("attempt");
    Files.createDirectory(attempt);
    Path result = attempt.resolve("result.new");
    Files.write(result, definition, CREATE_NEW, WRITE);
    Files.move(result, attempt.resolve("result.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path job(int number) {
    return directory.resolve("job" + number);
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, READ)) {
      channel.force(true);
    }
  }
}
