package org.jobqueue.testkit.proc;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.PluginProblem;
import org.jobqueue.api.path.PathMap;
import org.jobqueue.api.path.Platform;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.Secret;
import org.jobqueue.core.plugin.ProcRegistry;
import org.jobqueue.core.plugin.RegisteredType;

/**
 * Runs the jobs of one type without a queue: parameters are bound, refused and completed by the
 * code that queues use, and commands are run by the code that workers use, unless fake ones are
 * given. Immutable.
 */
public final class ProcHarness {
  private final RegisteredType type;
  private final Commands commands;
  private final Optional<FrameRange> frames;
  private final List<String> gpus;
  private final JobOptions options;
  private final PathMap paths;
  private final Map<String, String> secrets;
  private final int attempt;

  private ProcHarness(
      RegisteredType type,
      Commands commands,
      Optional<FrameRange> frames,
      List<String> gpus,
      JobOptions options,
      PathMap paths,
      Map<String, String> secrets,
      int attempt) {
    this.attempt = attempt;
    this.paths = paths;
    this.secrets = Map.copyOf(secrets);
    this.type = type;
    this.commands = commands;
    this.frames = frames;
    this.gpus = List.copyOf(gpus);
    this.options = options;
  }

  /**
   * A harness for a type of a plugin, with real commands.
   *
   * @throws IllegalArgumentException if the plugin or the type cannot be used; says why
   */
  public static ProcHarness of(JobProcPlugin plugin, String type) {
    return of(ProcRegistry.builder().plugins(List.of(plugin)).build(), type);
  }

  /**
   * The same for a type that is found as a queue finds it on the class path, by the files in {@code
   * META-INF/services}.
   *
   * @throws IllegalArgumentException if it is not found or cannot be used; says why
   */
  public static ProcHarness ofClassPath(ClassLoader loader, String type) {
    return of(ProcRegistry.builder().classPath(loader).build(), type);
  }

  private static ProcHarness of(ProcRegistry registry, String type) {
    RegisteredType found =
        registry
            .find(type)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no job type '"
                            + type
                            + "', but "
                            + registry.types().stream().map(info -> info.name()).toList()
                            + registry.problems().stream()
                                .map(PluginProblem::toString)
                                .reduce("", (all, one) -> all + "; " + one)));
    return new ProcHarness(
        found,
        Commands.real(),
        Optional.empty(),
        List.of(),
        JobOptions.DEFAULTS,
        PathMap.NONE,
        Map.of(),
        1);
  }

  /** The same with other commands. */
  public ProcHarness withCommands(Commands value) {
    return new ProcHarness(type, value, frames, gpus, options, paths, secrets, attempt);
  }

  /** The same for jobs that are chunks of these frames. */
  public ProcHarness withFrames(FrameRange value) {
    return new ProcHarness(
        type, commands, Optional.of(value), gpus, options, paths, secrets, attempt);
  }

  /** The same for jobs that have these GPUs. */
  public ProcHarness withGpus(String... value) {
    return new ProcHarness(
        type, commands, frames, List.of(value), options, paths, secrets, attempt);
  }

  /**
   * The same for jobs with options: their expected files, rules for errors and {@code skipExisting}
   * are applied. Each attempt has a new directory, so only expected files with absolute paths can
   * be there already.
   */
  public ProcHarness withOptions(JobOptions value) {
    return new ProcHarness(type, commands, frames, gpus, value, paths, secrets, attempt);
  }

  /**
   * The same for jobs whose next attempt has this number, as after attempts that failed.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ProcHarness withAttempt(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("attempts are counted from 1, but this is " + value);
    }
    return new ProcHarness(type, commands, frames, gpus, options, paths, secrets, value);
  }

  /** The same in a queue with a path map. */
  public ProcHarness withPathMap(PathMap value) {
    return new ProcHarness(type, commands, frames, gpus, options, value, secrets, attempt);
  }

  /**
   * The same on a host that has a secret.
   *
   * @param reference such as {@code env:TOKEN}
   */
  public ProcHarness withSecret(String reference, String value) {
    Map<String, String> all = new HashMap<>(secrets);
    all.put(new Secret(reference).reference(), value);
    return new ProcHarness(type, commands, frames, gpus, options, paths, all, attempt);
  }

  /**
   * Makes a job as a submitter does, {@code postCreate} included.
   *
   * @param directory an empty directory in which the job and its attempts get theirs
   * @throws org.jobqueue.api.InvalidParameterException if the parameters are refused
   * @throws Exception what {@code postCreate} threw
   */
  public ProcJob submit(Path directory, Map<String, ?> parameters) throws Exception {
    return ProcJob.submit(this, directory, parameters);
  }

  /**
   * The same with parameters as people write them in a file.
   *
   * @param json an object
   * @throws IllegalArgumentException if the text is not a JSON object; says where
   */
  public ProcJob submitJson(Path directory, String json) throws Exception {
    return submit(directory, JsonObject.parse(json));
  }

  RegisteredType type() {
    return type;
  }

  Commands commands() {
    return commands;
  }

  Optional<FrameRange> frames() {
    return frames;
  }

  List<String> gpus() {
    return gpus;
  }

  JobOptions options() {
    return options;
  }

  /** The number of the first attempt of each job. */
  int attempt() {
    return attempt;
  }

  String here(String path) {
    return paths.translate(path, Platform.current());
  }

  /** The value of a secret; empty if this host has not got it. */
  Optional<String> secret(Secret secret) {
    return Optional.ofNullable(secrets.get(secret.reference()));
  }
}
