package org.jobqueue.core.queue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jobqueue.api.CheckListener;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.CheckResult;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.QueueUnusableException;
import org.jobqueue.api.QueueUnusableException.Reason;
import org.jobqueue.api.QueueVerification;
import org.jobqueue.api.Violation;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.spi.JobQueueProvider;
import org.jobqueue.core.format.Observation;
import org.jobqueue.core.format.QueueConfiguration;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.core.history.Journal;
import org.jobqueue.core.hook.Listeners;
import org.jobqueue.core.inspect.QueueCheck;
import org.jobqueue.core.plugin.ProcRegistry;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.verify.Verification;
import org.jobqueue.core.work.Failures;

/**
 * Creates and opens queues in the file system. The plain way in for programs without Guice: {@code
 * new FileSystemJobQueues(List.of(new MyPlugin())).open(directory)}.
 */
public final class FileSystemJobQueues implements JobQueueProvider {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final List<JobProcPlugin> plugins;
  private final Environment environment;

  /** With the plugins on the class path. */
  public FileSystemJobQueues() {
    this(List.of());
  }

  /** With these plugins and those on the class path. */
  public FileSystemJobQueues(Collection<? extends JobProcPlugin> plugins) {
    this(plugins, Environment.ofThisMachine());
  }

  /** With another environment, for tests. */
  public FileSystemJobQueues(Collection<? extends JobProcPlugin> plugins, Environment environment) {
    this.plugins = List.copyOf(plugins);
    this.environment = environment;
  }

  @Override
  public JobQueue create(Path directory, QueueOptions options) {
    QueueLayout layout = new QueueLayout(directory.toAbsolutePath().normalize());
    try {
      requireEmptyOrMake(layout.location());
      write(layout, options);
    } catch (NoSuchFileException e) {
      throw new QueueUnusableException(
          Reason.MISSING,
          layout.location(),
          "cannot create a queue in " + layout.location() + ": its parent directory does not exist",
          e);
    } catch (FileAlreadyExistsException e) {
      throw notEmpty(layout.location());
    } catch (IOException e) {
      throw Failures.writing(layout.location(), e);
    }
    return open(layout, new Settings(options, Observation.defaults()));
  }

  @Override
  public JobQueue open(Path directory) {
    QueueLayout layout = new QueueLayout(directory.toAbsolutePath().normalize());
    return open(layout, readSettings(layout));
  }

  @Override
  public CheckResult check(Path directory, CheckOptions options, CheckListener listener) {
    QueueLayout layout = new QueueLayout(directory.toAbsolutePath().normalize());
    return check(layout, environment, options, listener);
  }

  static CheckResult check(
      QueueLayout layout, Environment environment, CheckOptions options, CheckListener listener) {
    QueueCheck check =
        new QueueCheck(
            layout, sharing(environment, layout), options, listener, FileSystemJobQueues::sleep);
    return Reading.of(layout, environment.files(), check::run);
  }

  @Override
  public QueueVerification verify(Path directory, Consumer<Violation> violations) {
    QueueLayout layout = new QueueLayout(directory.toAbsolutePath().normalize());
    QueueOptions unused = readOptions(layout); // throws if it is no queue
    try {
      return new Verification(environment.files(), layout, () -> sleep(BETWEEN_LOOKS), violations)
          .run();
    } catch (IOException e) {
      throw Failures.reading(layout.location(), e);
    }
  }

  private static boolean sleep(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private JobQueue open(QueueLayout layout, Settings settings) {
    Observation observation = settings.observation();
    ProcRegistry types =
        ProcRegistry.builder()
            .plugins(plugins)
            .classPath(pluginLoader())
            .procsDirectory(layout.procs())
            .build();
    Listeners listeners = Listeners.of(layout.location(), observation.hooks());
    types.listeners().forEach(listeners::addOfPlugin);
    Environment shared = sharing(environment, layout);
    Journal journal = new Journal(shared, layout, observation.history(), listeners);
    QueueDirectory queue =
        new QueueDirectory(layout, settings.options(), shared, journal, observation.logLimit());
    return new FileSystemJobQueue(queue, types, listeners);
  }

  private static Environment sharing(Environment environment, QueueLayout layout) {
    return Reading.of(layout, environment.files(), () -> environment.sharing(layout.location()));
  }

  private static ClassLoader pluginLoader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? FileSystemJobQueues.class.getClassLoader() : context;
  }

  private void requireEmptyOrMake(Path location) throws IOException {
    QueueFiles files = environment.files();
    try {
      files.createDirectory(location);
    } catch (FileAlreadyExistsException e) {
      try {
        if (!files.list(location).isEmpty()) {
          throw notEmpty(location);
        }
      } catch (NotDirectoryException notADirectory) {
        throw new QueueUnusableException(
            Reason.NOT_EMPTY,
            location,
            "cannot create a queue in " + location + ": it is a file",
            notADirectory);
      }
    }
  }

  private static QueueUnusableException notEmpty(Path location) {
    return new QueueUnusableException(
        Reason.NOT_EMPTY,
        location,
        "cannot create a queue in " + location + ": the directory is not empty");
  }

  /** The configuration comes last, under its name only when complete: without it, no queue. */
  private void write(QueueLayout layout, QueueOptions options) throws IOException {
    QueueFiles files = environment.files().sharing(layout.location());
    Path unfinished = layout.location().resolve("queue.json.new");
    QueueConfiguration configuration = new QueueConfiguration(environment.newToken(), options);
    files.createFile(unfinished, configuration.toBytes());
    for (Path directory : layout.directories()) {
      files.createDirectory(directory);
    }
    files.sync(List.of(unfinished));
    files.rename(unfinished, layout.configuration());
    files.sync(List.of(layout.location()));
    Path parent = layout.location().getParent();
    if (parent != null) {
      syncIfReadable(parent); // the queue's own name
    }
  }

  private void syncIfReadable(Path directory) throws IOException {
    try {
      environment.files().sync(List.of(directory));
    } catch (AccessDeniedException e) {
      // A directory in which one may make files but not list them cannot be forced.
    }
  }

  private QueueOptions readOptions(QueueLayout layout) {
    QueueFiles files = environment.files();
    return Reading.of(
        layout,
        files,
        () ->
            QueueConfiguration.parse(
                    files.read(layout.configuration(), QueueConfiguration.SIZE_LIMIT))
                .options());
  }

  /** What {@code queue.json} says. */
  private record Settings(QueueOptions options, Observation observation) {}

  private Settings readSettings(QueueLayout layout) {
    QueueFiles files = environment.files();
    Path file = layout.configuration();
    return Reading.of(
        layout,
        files,
        () -> {
          byte[] content = files.read(file, QueueConfiguration.SIZE_LIMIT);
          QueueOptions options = QueueConfiguration.parse(content).options();
          Observation observation = Observation.parse(content);
          requireTrusted(file, observation);
          return new Settings(options, observation);
        });
  }

  /** Anybody who can write the file could have commands run by those who open the queue. */
  private void requireTrusted(Path file, Observation observation) throws IOException {
    boolean commands =
        observation.hooks().stream().anyMatch(hook -> hook instanceof Observation.Exec);
    if (commands
        && environment
            .files()
            .permissions(file)
            .filter(bits -> bits.contains(PosixFilePermission.OTHERS_WRITE))
            .isPresent()) {
      throw new IOException("has hooks of kind exec, but everybody may write it");
    }
  }
}
