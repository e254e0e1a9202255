package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jobqueue.api.Damage;
import org.jobqueue.api.Finding;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.QueueConfiguration;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * The settings of a queue. Without readable ones a directory is a queue only if there are jobs in
 * it; then the settings are made anew. Nothing of a queue with a newer format is touched.
 */
final class ConfigurationCheck {
  private final QueueDirectory queue; // with default settings
  private final QueueFiles files;
  private final Path file;
  private final Findings findings;

  ConfigurationCheck(
      QueueLayout layout, Environment environment, boolean repair, Consumer<Finding> consumer) {
    this.queue = new QueueDirectory(layout, QueueOptions.defaults(), environment);
    this.files = environment.files();
    this.file = layout.configuration();
    this.findings = new Findings(repair, EnumSet.allOf(Damage.class), consumer);
  }

  /**
   * The settings; those of a new queue if they are lost.
   *
   * @throws QueueConfiguration.NewerFormatException if only newer programs understand the queue
   * @throws IOException if the directory is no queue, or cannot be read
   */
  QueueOptions check() throws IOException {
    try {
      return read();
    } catch (QueueConfiguration.NewerFormatException e) {
      throw e;
    } catch (IOException e) {
      if (!isDamage(e) || !hasJobs()) {
        throw e;
      }
    }
    findings.confirm(file, Optional.empty(), this::look);
    try {
      return read();
    } catch (QueueConfiguration.NewerFormatException e) {
      throw e;
    } catch (IOException e) {
      return queue.options(); // reported
    }
  }

  private QueueOptions read() throws IOException {
    byte[] content = files.read(file, QueueConfiguration.SIZE_LIMIT);
    return QueueConfiguration.parse(content).options();
  }

  private static boolean isDamage(IOException e) {
    return e instanceof NoSuchFileException || !(e instanceof FileSystemException);
  }

  private boolean hasJobs() throws IOException {
    Path jobs = queue.layout().jobs();
    for (String bucket : queue.listOrEmpty(jobs)) {
      if (QueueLayout.bucketNumber(bucket).isPresent()) {
        for (String name : queue.listOrEmpty(jobs.resolve(bucket))) {
          Path job = jobs.resolve(bucket).resolve(name);
          if (QueueLayout.jobNumber(name).isPresent()
              && QueueLayout.isJob(queue.listOrEmpty(job))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private void look(Consumer<Suspicion> out) throws IOException {
    try {
      QueueOptions unused = read();
    } catch (NoSuchFileException e) {
      String message = "is missing" + consequence();
      out.accept(suspicion(Damage.MISSING_CONFIGURATION, message));
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      String message = e.getMessage() + consequence();
      out.accept(suspicion(Damage.DAMAGED_CONFIGURATION, message));
    }
  }

  private static String consequence() {
    return "; with a repair all settings are those of a new queue, to be looked through by hand";
  }

  private Suspicion suspicion(Damage kind, String message) {
    return new Suspicion(kind, file, Optional.empty(), message, message, this::isWritten);
  }

  private boolean isWritten() throws IOException {
    String token = queue.environment().newToken();
    Path fresh = queue.layout().location().resolve("queue.json." + token + ".new");
    files.createFile(fresh, new QueueConfiguration(token, queue.options()).toBytes());
    files.sync(List.of(fresh));
    keepDamaged(token);
    files.rename(fresh, file);
    files.sync(List.of(queue.layout().location()));
    return true;
  }

  /** What can be read of the old settings is kept for people; the new ones replace them at once. */
  private void keepDamaged(String token) throws IOException {
    byte[] content;
    try {
      content = files.read(file, QueueConfiguration.SIZE_LIMIT);
    } catch (NoSuchFileException e) {
      return;
    }
    Path box = queue.layout().quarantine().resolve(Foreigners.DIRECTORY).resolve(token);
    queue.createDirectories(box);
    files.createFile(box.resolve(String.valueOf(file.getFileName())), content);
  }
}
